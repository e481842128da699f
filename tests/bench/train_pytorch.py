"""The same network's training step in PyTorch: prints images a second. Usage: train_pytorch.py BATCH SECONDS"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.stride, self.grow = stride, outputs - inputs
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, 0 if stride == 2 else 1, groups=inputs)
        self.norm1 = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.act = nn.PReLU(outputs)

    def forward(self, x):
        h = F.pad(x, (0, 2, 0, 2)) if self.stride == 2 else x
        h = self.norm2(self.pointwise(self.norm1(self.depthwise(h))))
        skip = F.max_pool2d(x, 2) if self.stride == 2 else x
        return self.act(h + F.pad(skip, (0, 0, 0, 0, 0, self.grow)))


def head(blocks, outputs):
    return nn.Sequential(
        *blocks, nn.Conv2d(128, 32, 1), nn.PReLU(32), Block(32, 32), nn.Conv2d(32, outputs, 3), nn.Flatten()
    )


class FaceMesh(nn.Module):
    def __init__(self):
        super().__init__()
        shapes = [(16, 16), (16, 16), (16, 32, 2), (32, 32), (32, 32), (32, 64, 2), (64, 64), (64, 64)]
        shapes += [(64, 128, 2), (128, 128), (128, 128), (128, 128, 2), (128, 128), (128, 128)]
        self.stem = nn.Sequential(nn.ZeroPad2d((1, 0, 1, 0)), nn.Conv2d(3, 16, 3, 2), nn.PReLU(16))
        self.backbone = nn.Sequential(*[Block(*shape) for shape in shapes])
        self.coordinates = head([Block(128, 128, 2), Block(128, 128), Block(128, 128)], 204)
        self.confidence = head([Block(128, 128, 2)], 1)

    def forward(self, x):
        features = self.backbone(self.stem(x))
        return self.coordinates(features), self.confidence(features)


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
