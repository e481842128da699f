"""The same network's training step in PyTorch: prints images a second. Usage: train_pytorch.py BATCH SECONDS"""
import sys
import time

import torch
from torch.nn import functional as F

from facemesh_pytorch import FaceMesh


def main():
    batch, seconds = int(sys.argv[1]), float(sys.argv[2])
    torch.set_num_threads(2)
    torch.manual_seed(1)
    model = FaceMesh().to(memory_format=torch.channels_last)
    assert sum(p.numel() for p in model.parameters()) == 264317
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4)
    images = torch.rand(batch, 3, 192, 192).to(memory_format=torch.channels_last) * 2 - 1
    target = torch.rand(batch, 204) * 192

    def step():
        optimiser.zero_grad()
        coordinates, confidence = model(images)
        difference = (coordinates - target).abs()
        wing = torch.where(difference < 10, 10 * torch.log1p(difference / 2), difference - 10 + 10 * 1.791759)
        (wing.mean() + F.softplus(confidence).mean()).backward()
        optimiser.step()

    for _ in range(5):
        step()
    start, steps = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        step()
        steps += 1
    print(steps * batch / (time.perf_counter() - start))


main()
