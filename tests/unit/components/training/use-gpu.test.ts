import { describe, expect, it } from 'vitest';
import { chooseGpu } from '@/components/training/use-gpu';
import { type GpuAdapter, shortName } from '@/models/runtime/gpu-adapter';

const HARD: GpuAdapter = { backend: 'webgpu', name: 'NVIDIA GeForce RTX 3080', isHardware: true };
const HARD_WEBGL: GpuAdapter = { ...HARD, backend: 'webgl' };
const SOFT: GpuAdapter = { backend: 'webgl', name: 'SwiftShader Device', isHardware: false };
const USUAL = { forced: null, isSecure: true };

describe('where a tab can train', () => {
  it('is the better way to a hardware GPU', () => {
    expect(chooseGpu([HARD, HARD_WEBGL], USUAL)).toEqual({ kind: 'found', gpu: HARD });
    expect(chooseGpu([{ ...SOFT, backend: 'webgpu' }, HARD_WEBGL], USUAL)).toEqual({ kind: 'found', gpu: HARD_WEBGL });
  });

  it('is nowhere without one, for a reason in words', () => {
    expect(chooseGpu([SOFT], USUAL)).toEqual({
      kind: 'none',
      reason:
        'this browser has no hardware GPU (SwiftShader Device computes on the processor, far slower than the server does).',
    });
    expect(chooseGpu([], USUAL)).toEqual({ kind: 'none', reason: 'this browser offers pages no GPU.' });
    expect(chooseGpu([SOFT], { forced: null, isSecure: false })).toMatchObject({
      reason: 'WebGPU needs https, or this server on the browser’s own machine.',
    });
  });

  it('is what the address asks for, in tests', () => {
    expect(chooseGpu([HARD, SOFT], { forced: 'webgl', isSecure: true })).toEqual({ kind: 'found', gpu: SOFT });
    expect(chooseGpu([], { forced: 'kernels', isSecure: true })).toMatchObject({ gpu: { backend: 'kernels' } });
    expect(chooseGpu([SOFT], { forced: 'webgpu', isSecure: true }).kind).toBe('none');
  });
});

describe('the name of a GPU', () => {
  it('is the device alone, without driver and interface', () => {
    expect(shortName('ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 (0x00002206) Direct3D11 vs_5_0 ps_5_0, D3D11)')).toBe(
      'NVIDIA GeForce RTX 3080',
    );
    expect(shortName('ANGLE (Apple, ANGLE Metal Renderer: Apple M1 Pro, Unspecified Version)')).toBe('Apple M1 Pro');
    expect(shortName('ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)')).toBe(
      'Mesa Intel(R) UHD Graphics 620 (KBL GT2)',
    );
    expect(
      shortName('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)'),
    ).toBe('SwiftShader Device (Subzero)');
    expect(shortName('Adreno (TM) 640')).toBe('Adreno (TM) 640');
  });
});
