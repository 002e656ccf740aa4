// jsdom cannot draw.
export function draw() {
  return { show: () => undefined, resize: () => undefined, end: () => undefined }
}
