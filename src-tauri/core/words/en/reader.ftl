# The engine that reads pictures.
engine-too-slow = Reading the text took over { $seconds } seconds. Cut out the part that matters and try again.
engine-read-nothing = The text recognition engine could not read this picture. Use a clearer screenshot.
reading-stopped = Reading was stopped.
