// Rectangles on a picture, in pixels of the original, always whole and inside of it.
import type { MaskBox } from '@/bindings/MaskBox'

export interface Size {
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

/** Smaller ones could not be taken hold of, or hide nothing. */
export function smallest(picture: Size): number {
  return Math.max(1, Math.round(Math.min(picture.width, picture.height) / 100))
}

function within(value: number, from: number, to: number): number {
  return Math.min(Math.max(value, from), Math.max(from, to))
}

/** Between two corners; edges go outwards, so that nothing under the pointer shows at them. */
export function spanned(a: Point, b: Point, picture: Size): MaskBox {
  const left = Math.floor(within(Math.min(a.x, b.x), 0, picture.width))
  const top = Math.floor(within(Math.min(a.y, b.y), 0, picture.height))
  const right = Math.ceil(within(Math.max(a.x, b.x), 0, picture.width))
  const bottom = Math.ceil(within(Math.max(a.y, b.y), 0, picture.height))
  return { x: left, y: top, width: right - left, height: bottom - top }
}

export function isWorthKeeping(box: MaskBox, picture: Size): boolean {
  return box.width >= smallest(picture) && box.height >= smallest(picture)
}

export function moved(box: MaskBox, by: Point, picture: Size): MaskBox {
  return { ...box, x: within(Math.round(box.x + by.x), 0, picture.width - box.width), y: within(Math.round(box.y + by.y), 0, picture.height - box.height) }
}

/** By its right and lower edge. */
export function resized(box: MaskBox, by: Point, picture: Size): MaskBox {
  const least = smallest(picture)
  return { ...box, width: within(Math.round(box.width + by.x), least, picture.width - box.x), height: within(Math.round(box.height + by.y), least, picture.height - box.y) }
}

export function areSame(a: MaskBox[], b: MaskBox[]): boolean {
  return a.length === b.length && a.every((box, i) => box.x === b[i]!.x && box.y === b[i]!.y && box.width === b[i]!.width && box.height === b[i]!.height)
}
