// What the shell says: files, clipboard, text recognition, exports.
import type { Pair } from './pair'

export const shell: Pair[] = [
  ['文字识别引擎缺少中文数据，请安装：Debian/Ubuntu 用 sudo apt install tesseract-ocr-chi-sim，Fedora 用 sudo dnf install tesseract-langpack-chi_sim。', 'The text recognition engine has no Chinese data. Install it: on Debian/Ubuntu with sudo apt install tesseract-ocr-chi-sim, on Fedora with sudo dnf install tesseract-langpack-chi_sim.'],
  ['没有找到文字识别引擎，请安装：sudo apt install tesseract-ocr tesseract-ocr-chi-sim（Fedora、Arch：tesseract 加 tesseract-langpack-chi_sim 或 tesseract-data-chi_sim）。', 'No text recognition engine was found. Install it: sudo apt install tesseract-ocr tesseract-ocr-chi-sim (Fedora, Arch: tesseract with tesseract-langpack-chi_sim or tesseract-data-chi_sim).'],
  ['文字识别引擎 tesseract 启动不了，请重新安装它。', 'The text recognition engine tesseract does not start. Please reinstall it.'],
  ['识别文字超过了 20 秒，请截取要紧的部分再试。', 'Reading the text took over 20 seconds. Cut out the part that matters and try again.'],
  ['文字识别引擎没有读出这张图片，请换一张更清楚的截图。', 'The text recognition engine could not read this picture. Use a clearer screenshot.'],
]
