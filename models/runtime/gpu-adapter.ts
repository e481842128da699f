/** How TensorFlow.js reaches a GPU. */
export type GpuBackend = 'webgpu' | 'webgl';

/** What a page or a worker can compute on beside the processor. */
export interface GpuAdapter {
  readonly backend: GpuBackend;
  /** for people: "NVIDIA GeForce RTX 3080" */
  readonly name: string;
  /** false: a driver that draws on the processor */
  readonly isHardware: boolean;
}

/** What a page asks the worker that looks for GPUs. */
export interface GpuCalls {
  find: { readonly request: null; readonly response: readonly GpuAdapter[] };
}

/** Names of drivers that draw on the CPU: slower at this than wasm by ten times and more. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|lavapipe/i;

// the page's types know no WebGPU: only what is asked of it here
interface WebgpuAdapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: {
    readonly isFallbackAdapter?: boolean;
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
  };
}
type WithGpu = { readonly gpu?: { requestAdapter(): Promise<WebgpuAdapter | null> } };

/** What WebGPU offers; null where the browser has none. */
export async function webgpuAdapter(): Promise<GpuAdapter | null> {
  const adapter = await (navigator as WithGpu).gpu?.requestAdapter().catch(() => null);
  if (!adapter) return null;
  const { description = '', vendor = '', architecture = '' } = adapter.info ?? {};
  const isSoftware =
    adapter.isFallbackAdapter ||
    adapter.info?.isFallbackAdapter ||
    SOFTWARE.test(`${description} ${vendor} ${architecture}`);
  const name = description || [vendor, architecture].filter(Boolean).join(' ');
  return { backend: 'webgpu', name: name || 'unnamed', isHardware: !isSoftware };
}

/** What WebGL offers with 32-bit textures; half floats, as some phones compute with, are off by pixels. */
export function webglAdapter(): GpuAdapter | null {
  // without hardware behind it, a browser refuses the stricter of the two
  const strict = webglContext({ failIfMajorPerformanceCaveat: true });
  const gl = strict ?? webglContext({});
  if (!gl) return null;
  const details = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = details ? String(gl.getParameter(details.UNMASKED_RENDERER_WEBGL)) : '';
  const hasFloat32 = gl.getExtension('EXT_color_buffer_float') !== null;
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  if (!hasFloat32) return null;
  const isHardware = strict !== null && !SOFTWARE.test(renderer);
  return { backend: 'webgl', name: shortName(renderer) || 'unnamed', isHardware };
}

const webglContext = (attributes: WebGLContextAttributes) => new OffscreenCanvas(1, 1).getContext('webgl2', attributes);

/** "ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 (0x2206) Direct3D11 vs_5_0 ps_5_0, D3D11)" → "NVIDIA GeForce RTX 3080" */
export function shortName(renderer: string): string {
  const [, , device = renderer] = /^ANGLE \(([^,]*), (.*), [^,]*\)$/.exec(renderer) ?? [];
  return device
    .replace(/^ANGLE Metal Renderer: /, '')
    .replace(/^Vulkan [\d.]+ \((.*)\)$/, '$1')
    .replace(/ \(0x[0-9a-f]+\)/gi, '')
    .replace(/ (Direct3D\S*|OpenGL|vs_|\/PCIe).*$/i, '')
    .trim();
}

/** What this browser has, the better way first. Better asked from a worker: it may take a second. */
export async function findGpus(): Promise<readonly GpuAdapter[]> {
  const [webgpu, webgl] = [await webgpuAdapter(), webglAdapter()];
  // WebGPU keeps the device's name to itself; WebGL on the same machine tells it
  const named = webgpu && webgl && webgpu.isHardware === webgl.isHardware ? { ...webgpu, name: webgl.name } : webgpu;
  return [named, webgl].filter((adapter) => adapter !== null);
}
