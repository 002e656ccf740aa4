# The engine of Linux that reads pictures.
engine-lacks-chinese = The text recognition engine has no Chinese data. Install it: on Debian/Ubuntu with sudo apt install tesseract-ocr-chi-sim, on Fedora with sudo dnf install tesseract-langpack-chi_sim.
engine-missing = No text recognition engine was found. Install it: sudo apt install tesseract-ocr tesseract-ocr-chi-sim (Fedora, Arch: tesseract with tesseract-langpack-chi_sim or tesseract-data-chi_sim).
engine-does-not-start = The text recognition engine tesseract does not start. Please reinstall it.
engine-too-slow = Reading the text took over 20 seconds. Cut out the part that matters and try again.
engine-read-nothing = The text recognition engine could not read this picture. Use a clearer screenshot.
