import type { Crop } from "./queries";

export interface Size {
  width: number;
  height: number;
}

/** What the person looks at: the middle of the square in parts of the picture, and how far it is brought near. */
export interface View {
  x: number;
  y: number;
  zoom: number;
}

export const MAXIMUM_ZOOM = 5;
export const middle: View = { x: 0.5, y: 0.5, zoom: 1 };

/** The square's side in parts of the picture's width and height. */
const parts = ({ width, height }: Size, zoom: number) => {
  const side = Math.min(width, height) / zoom;
  return { across: side / width, down: side / height };
};

const between = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** The nearest view whose square lies inside the picture. */
export function inside(view: View, size: Size): View {
  const zoom = between(view.zoom, 1, MAXIMUM_ZOOM);
  const { across, down } = parts(size, zoom);
  return {
    zoom,
    x: between(view.x, across / 2, 1 - across / 2),
    y: between(view.y, down / 2, 1 - down / 2),
  };
}

export function cropOf(view: View, size: Size): Crop {
  const { zoom, x, y } = inside(view, size);
  const { across, down } = parts(size, zoom);
  return { x: Math.max(0, x - across / 2), y: Math.max(0, y - down / 2), size: 1 / zoom };
}

/** Drag by parts of the square's side: the picture follows the hand, so the view goes the other way. */
export function moved(view: View, size: Size, right: number, down: number): View {
  const side = parts(size, view.zoom);
  return inside({ ...view, x: view.x - right * side.across, y: view.y - down * side.down }, size);
}

/** Where the picture's upper left corner is drawn and how large, in parts of the square's side. */
export function placed(view: View, size: Size) {
  const { across, down } = parts(size, view.zoom);
  return {
    width: 1 / across,
    height: 1 / down,
    left: 0.5 - view.x / across,
    top: 0.5 - view.y / down,
  };
}
