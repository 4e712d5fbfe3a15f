"""A contender in Python: PyTorch, eager or compiled. Speaks as Child.java does.

Arguments: contender, work, mode, folder with weights.safetensors, images.bin, labels.bin, layers.txt.
"""

import contextlib
import json
import os
import struct
import sys
import time

LEARNING_RATE = 1e-3


def say(line):
    print("@vgg " + " ".join(line.split()), flush=True)


def weights(file):
    """Name to float32 tensor; the file is eight bytes of length, a JSON header, numbers."""
    with open(file, "rb") as stream:
        length = struct.unpack("<Q", stream.read(8))[0]
        header = json.loads(stream.read(length))
        numbers = bytearray(stream.read())
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(numbers, dtype=torch.float32, count=(end - begin) // 4, offset=begin)
            found[name] = flat.reshape(entry["shape"]).clone()
    return found


def layer(kind, arguments):
    if kind == "conv":
        inputs, outputs, kernel = map(int, arguments)
        return nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)
    if kind == "norm":
        return nn.BatchNorm2d(int(arguments[0]), eps=float(arguments[1]), momentum=float(arguments[2]))
    if kind == "dense":
        return nn.Linear(int(arguments[0]), int(arguments[1]))
    if kind == "dropout":
        return nn.Dropout(float(arguments[0]))
    if kind == "adaptive":
        return nn.AdaptiveAvgPool2d((int(arguments[0]), int(arguments[1])))
    if kind == "relu":
        return nn.ReLU(inplace=True)
    if kind == "pool":
        return nn.MaxPool2d(2)
    if kind == "flatten":
        return nn.Flatten()
    raise ValueError("no such layer: " + kind)


def network(folder):
    net = nn.Sequential()
    values = weights(os.path.join(folder, "weights.safetensors"))
    state = {}
    with open(os.path.join(folder, "layers.txt")) as lines:
        for index, line in enumerate(lines):
            kind, name, *arguments = line.split()
            net.append(layer(kind, arguments))
            for full, tensor in values.items():
                owner, leaf = full.rsplit(".", 1)
                if owner == name:
                    state["%d.%s" % (index, leaf)] = tensor
    missing, unexpected = net.load_state_dict(state, strict=False)
    missing = [key for key in missing if not key.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise ValueError("weights missing: %s, unexpected: %s" % (missing, unexpected))
    return net


def inputs(folder):
    with open(os.path.join(folder, "layers.txt")) as lines:
        channels = int(lines.readline().split()[2])
    with open(os.path.join(folder, "labels.bin"), "rb") as stream:
        labels = torch.tensor(list(stream.read()), dtype=torch.long)
    with open(os.path.join(folder, "images.bin"), "rb") as stream:
        images = torch.frombuffer(bytearray(stream.read()), dtype=torch.uint8)
    side = round((images.numel() / (len(labels) * channels)) ** 0.5)
    return images.reshape(len(labels), channels, side, side).float() / 255, labels


class Runner:
    def __init__(self, contender, mode, folder):
        self.training = mode == "TRAIN"
        net = network(folder)
        images, self.labels = inputs(folder)
        bfloat16 = "bf16" in contender
        if contender != "python-eager":
            net = net.to(memory_format=torch.channels_last)
            images = images.contiguous(memory_format=torch.channels_last)
        if bfloat16 and not self.training:
            net = net.bfloat16()
            images = images.bfloat16()
        self.autocast = bfloat16 and self.training
        self.images = images
        self.net = net.train(self.training)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=LEARNING_RATE)
        self.forward = torch.compile(self.net) if "compiled" in contender else self.net

    def step(self):
        if self.training:
            self.optimizer.zero_grad(set_to_none=True)
            cast = torch.autocast("cpu", torch.bfloat16) if self.autocast else contextlib.nullcontext()
            with cast:
                loss = nn.functional.cross_entropy(self.forward(self.images), self.labels)
            loss.backward()
            self.optimizer.step()
            loss.item()
        else:
            with torch.inference_mode():
                self.forward(self.images)

    def logits(self):
        with torch.inference_mode():
            return self.forward(self.images).float().flatten().tolist()


def run(runner, steps):
    seconds = []
    for _ in range(steps):
        start = time.perf_counter()
        runner.step()
        seconds.append(time.perf_counter() - start)
    return seconds


def numbers(values):
    say("numbers " + " ".join(map(repr, values)))


def serve(contender, mode, folder):
    torch.set_num_threads(os.cpu_count())
    runner = Runner(contender, mode, folder)
    runner.step()
    say("first PyTorch %s, Python %s" % (torch.__version__, sys.version.split()[0]))
    for line in sys.stdin:
        order, *arguments = line.split()
        if order == "run":
            numbers(run(runner, int(arguments[0])))
        elif order == "logits":
            numbers(runner.logits())
        elif order == "quit":
            return
        else:
            say("failed there is no order " + line)


if __name__ == "__main__":
    try:
        import torch
        from torch import nn

        serve(sys.argv[1], sys.argv[3], sys.argv[4])
    except Exception as error:  # whatever it is, the parent is told in one line
        say("failed %s: %s" % (type(error).__name__, error))
