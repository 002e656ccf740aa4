# The engine that reads pictures.
engine-too-slow = 识别文字超过了 { $seconds } 秒，请截取要紧的部分再试。
engine-read-nothing = 文字识别引擎没有读出这张图片，请换一张更清楚的截图。
reading-stopped = 识别已停止。
