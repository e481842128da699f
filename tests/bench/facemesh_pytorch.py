"""The report's FaceMesh network in PyTorch, for benchmarks beside ours."""
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
