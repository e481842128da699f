import type { BenchmarkMachine } from '@/lib/contracts/benchmark';

interface Brand {
  readonly brand: string;
  readonly version: string;
}
type WithHints = {
  readonly deviceMemory?: number;
  readonly userAgentData?: { readonly brands: readonly Brand[]; readonly platform: string };
};

/** This machine, as far as the browser tells: no name of the processor, and memory only roughly. */
export function describeBrowser(): BenchmarkMachine {
  const { deviceMemory, userAgentData } = navigator as WithHints;
  // among the brands is a made-up one, so that pages do not rely on them
  const brand = userAgentData?.brands.find((each) => !/not.?a.?brand/i.test(each.brand));
  return {
    processor: 'processor not told by the browser',
    cores: navigator.hardwareConcurrency,
    memoryGb: deviceMemory ?? null,
    system: userAgentData?.platform || navigator.platform || 'unknown',
    runtime: brand ? `${brand.brand} ${brand.version}` : browserName(navigator.userAgent),
    graphics: rendererName(),
  };
}

function browserName(userAgent: string): string {
  const [, name, version] = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(userAgent) ?? [];
  return name ? `${name === 'Version' ? 'Safari' : name} ${version}` : userAgent;
}

function rendererName(): string | null {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  const details = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = gl && details ? String(gl.getParameter(details.UNMASKED_RENDERER_WEBGL)) : null;
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}
