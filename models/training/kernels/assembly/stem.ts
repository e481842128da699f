/** side of the network's input and of the stem's output, px */
const INPUT: i32 = 192;
const OUTPUT: i32 = 96;

/**
 * The 3×3 windows of the stem's stride-2 convolution as rows [images · 96 · 96, 28]: 27 pixel values scaled to
 * pixel · scale + offset, and a constant 1 that carries the bias. Padding (value 0) is at the top and left only.
 *
 * @param pixels u8 [images, 192, 192, 3]
 */
export function stemWindows(pixels: usize, windows: usize, images: i32, scale: f32, offset: f32): void {
  let to = windows;
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < OUTPUT; i++) {
      for (let j = 0; j < OUTPUT; j++) {
        for (let dy = -1; dy <= 1; dy++) {
          const y = 2 * i + dy;
          for (let dx = -1; dx <= 1; dx++) {
            const x = 2 * j + dx;
            if (y < 0 || x < 0) {
              store<f32>(to, 0);
              store<f32>(to, 0, 4);
              store<f32>(to, 0, 8);
            } else {
              const from = pixels + (((n * INPUT + y) * INPUT + x) * 3) as usize;
              store<f32>(to, (load<u8>(from) as f32) * scale + offset);
              store<f32>(to, (load<u8>(from, 1) as f32) * scale + offset, 4);
              store<f32>(to, (load<u8>(from, 2) as f32) * scale + offset, 8);
            }
            to += 12;
          }
        }
        store<f32>(to, 1);
        to += 4;
      }
    }
  }
}
