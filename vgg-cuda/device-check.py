"""PyTorch on the works of device-check.sh: training steps and latency, in every mode that competes.

Prints Markdown. Each figure is the median of 60 runs after 20 of warm-up, timed with CUDA events.
"""

import contextlib
import statistics
import time

import torch
from torch import nn

WARM_UP, RUNS = 20, 60


def vgg(blocks, channels, head, norm=False):
    layers = []
    for convs, out in blocks:
        for _ in range(convs):
            layers.append(nn.Conv2d(channels, out, 3, padding=1))
            if norm:
                layers.append(nn.BatchNorm2d(out))
            layers.append(nn.ReLU(inplace=True))
            channels = out
        layers.append(nn.MaxPool2d(2))
    layers.append(nn.Flatten())
    for index, (inputs, outputs, dropout) in enumerate(head):
        layers.append(nn.Linear(inputs, outputs))
        if index + 1 < len(head):
            layers.append(nn.ReLU(inplace=True))
            layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers)


def quarter():
    return [(1, 16), (1, 32), (2, 64), (2, 128), (2, 128)]


WORKS = {
    "G1": (128, (1, 224, 224), 10, lambda: vgg(quarter(), 1, [(6272, 4096, 0.5), (4096, 4096, 0.5), (4096, 10, 0)])),
    "G2": (
        64,
        (3, 224, 224),
        1000,
        lambda: vgg(
            [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)],
            3,
            [(25088, 4096, 0.5), (4096, 4096, 0.5), (4096, 1000, 0)],
        ),
    ),
    "G3": (512, (1, 28, 28), 10, lambda: vgg([(1, 32), (2, 64)], 1, [(3136, 256, 0.3), (256, 10, 0)], norm=True)),
}


def milliseconds(step):
    for _ in range(WARM_UP):
        step()
    torch.cuda.synchronize()
    times = []
    for _ in range(RUNS):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        step()
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end))
    return statistics.median(times)


def graphed(step):
    """The step as one CUDA graph."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def training(work, precision, compiled):
    batch, shape, classes, make = WORKS[work]
    net = make().cuda().to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-3, momentum=0.9, fused=True)
    x = torch.randn(batch, *shape, device="cuda").to(memory_format=torch.channels_last)
    y = torch.randint(classes, (batch,), device="cuda")
    loss = nn.CrossEntropyLoss()
    forward = torch.compile(net, mode="max-autotune-no-cudagraphs") if compiled else net
    cast = torch.autocast("cuda", torch.bfloat16) if precision == "bf16" else contextlib.nullcontext()

    def step():
        optimizer.zero_grad(set_to_none=True)
        with cast:
            value = loss(forward(x), y)
        value.backward()
        optimizer.step()

    return step, batch


def inference(work, precision, batch):
    _, shape, _, make = WORKS[work]
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    net = make().cuda().to(memory_format=torch.channels_last, dtype=dtype).eval()
    x = torch.randn(batch, *shape, device="cuda", dtype=dtype).to(memory_format=torch.channels_last)

    def step():
        with torch.inference_mode():
            net(x)

    return step


def row(name, make, batch):
    try:
        milli = milliseconds(make())
        print("| %s | %.3f | %s |" % (name, milli, format(round(batch / milli * 1000), ",")), flush=True)
    except Exception as problem:
        print("| %s | %s | |" % (name, " ".join(str(problem).split())[:120]), flush=True)
    torch.cuda.empty_cache()


def main():
    print("# PyTorch %s, cuDNN %s, %s\n" % (torch.__version__, torch.backends.cudnn.version(), torch.cuda.get_device_name()))
    print("| work and mode | ms | images/s |\n|---|---|---|")
    torch.backends.cudnn.benchmark = True
    for work in WORKS:
        for precision in ("f32", "tf32", "bf16"):
            torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = precision != "f32"
            for compiled in (False, True):
                for graph in (False, True):
                    mode = "%s training, %s, %s%s" % (
                        work,
                        precision,
                        "compiled" if compiled else "eager",
                        ", CUDA graph" if graph else "",
                    )

                    def make():
                        step, _ = training(work, precision, compiled)
                        return graphed(step) if graph else step

                    row(mode, make, WORKS[work][0])
        for precision in ("f32", "tf32", "bf16") if work != "G3" else ():
            torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = precision != "f32"
            for batch in (1, 128):
                for graph in (False, True):
                    mode = "%s inference, %s, batch %d%s" % (work, precision, batch, ", CUDA graph" if graph else "")

                    def make():
                        step = inference(work, precision, batch)
                        return graphed(step) if graph else step

                    row(mode, make, batch)


if __name__ == "__main__":
    begin = time.time()
    main()
    print("\nTook %.0f s" % (time.time() - begin))
