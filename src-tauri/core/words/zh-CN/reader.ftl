# The engine of Linux that reads pictures.
engine-lacks-chinese = 文字识别引擎缺少中文数据，请安装：Debian/Ubuntu 用 sudo apt install tesseract-ocr-chi-sim，Fedora 用 sudo dnf install tesseract-langpack-chi_sim。
engine-missing = 没有找到文字识别引擎，请安装：sudo apt install tesseract-ocr tesseract-ocr-chi-sim（Fedora、Arch：tesseract 加 tesseract-langpack-chi_sim 或 tesseract-data-chi_sim）。
engine-does-not-start = 文字识别引擎 tesseract 启动不了，请重新安装它。
engine-too-slow = 识别文字超过了 20 秒，请截取要紧的部分再试。
engine-read-nothing = 文字识别引擎没有读出这张图片，请换一张更清楚的截图。
