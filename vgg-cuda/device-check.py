"""PyTorch on the works of device-check.sh, one part in a process of its own.

    device-check.py ceilings
    device-check.py G1|G2|G3|G4 f32|tf32|bf16 [compiled]

G1 to G3 are training steps, G4 is inference of G1 and G2. Prints Markdown. Every network starts from He's weights, every
figure is taken after a second of warm-up. VGG_CHECK_TINY=1 runs the same code on the processor with tiny sizes: for
testing this file, its figures mean nothing.
"""

import contextlib
import functools
import os
import statistics
import sys
import time
import warnings

import torch
from torch import nn
from torch.nn import functional

TINY = os.environ.get("VGG_CHECK_TINY") == "1"
DEVICE = "cpu" if TINY else "cuda"
WARM_SECONDS, WARM_RUNS = (0.01, 2) if TINY else (1.0, 5)
FEWEST, RUNS, ROUNDS, ROUND_SECONDS = (2, 3, 2, 0.01) if TINY else (10, 60, 5, 0.5)
SAMPLES = {1: 5, 2: 3} if TINY else {1: 1000, 128: 200}
SIDE, HIDDEN, LARGE = (256, 16, 32) if TINY else (8192, 4096, 224)


def he(net):
    """Zeros would draw less power than real numbers do, and run faster."""
    for module in net.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            nn.init.zeros_(module.bias)
    return net


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
    return he(nn.Sequential(*layers))


def g1():
    inputs = 128 * (LARGE // 32) ** 2
    blocks = [(1, 16), (1, 32), (2, 64), (2, 128), (2, 128)]
    return vgg(blocks, 1, [(inputs, HIDDEN, 0.5), (HIDDEN, HIDDEN, 0.5), (HIDDEN, 10, 0)])


def g2():
    inputs = 512 * (LARGE // 32) ** 2
    blocks = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]
    return vgg(blocks, 3, [(inputs, HIDDEN, 0.5), (HIDDEN, HIDDEN, 0.5), (HIDDEN, 1000, 0)])


def g3():
    return vgg([(1, 32), (2, 64)], 1, [(3136, 256, 0.3), (256, 10, 0)], norm=True)


class Work:
    """Images come as bytes of one size and go into the network in another."""

    def __init__(self, batch, channels, come, side, classes, make):
        self.batch, self.channels, self.come, self.side, self.classes, self.make = batch, channels, come, side, classes, make


WORKS = {
    "G1": Work(2 if TINY else 128, 1, 28, LARGE, 10, g1),
    "G2": Work(1 if TINY else 64, 3, LARGE, LARGE, 1000, g2),
    "G3": Work(4 if TINY else 512, 1, 28, 28, 10, g3),
}


def synchronize():
    if not TINY:
        torch.cuda.synchronize()


class Mark:
    """A CUDA event, or on the processor the time."""

    def __init__(self):
        self.event = None if TINY else torch.cuda.Event(enable_timing=True)
        self.seconds = 0.0

    def record(self):
        if TINY:
            self.seconds = time.perf_counter()
        else:
            self.event.record()

    def milliseconds_to(self, end):
        return (end.seconds - self.seconds) * 1000 if TINY else self.event.elapsed_time(end.event)


def warm_up(step):
    """Seconds of a run, once all is compiled and the clocks have risen."""
    step()
    synchronize()
    begin, runs = time.perf_counter(), 0
    while time.perf_counter() - begin < WARM_SECONDS or runs < WARM_RUNS:
        step()
        runs += 1
        # The host would run ahead of the device.
        if runs % WARM_RUNS == 0:
            synchronize()
    synchronize()
    return (time.perf_counter() - begin) / runs


def runs_in(seconds, estimate):
    return int(max(FEWEST, min(RUNS, seconds / estimate)))


def on_device(step):
    """Milliseconds by the device's clock; the host waits once, when all is asked for."""
    runs = runs_in(2 * ROUND_SECONDS, warm_up(step))
    marks = [Mark() for _ in range(runs + 1)]
    marks[0].record()
    for mark in marks[1:]:
        step()
        mark.record()
    synchronize()
    return statistics.median(one.milliseconds_to(next_one) for one, next_one in zip(marks, marks[1:]))


def pace(step):
    """Milliseconds a run, of runs that nobody waits for."""
    runs = runs_in(ROUND_SECONDS, warm_up(step))
    rounds = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for _ in range(runs):
            step()
        synchronize()
        rounds.append((time.perf_counter() - begin) * 1000 / runs)
    return statistics.median(rounds)


def waiting(step, samples=None):
    """Milliseconds of runs that each end with the answer on the host, sorted."""
    estimate = warm_up(step)
    times = []
    for _ in range(samples or runs_in(2 * ROUND_SECONDS, estimate)):
        begin = time.perf_counter()
        step()
        times.append((time.perf_counter() - begin) * 1000)
    return sorted(times)


def graphed(step):
    """The step as one CUDA graph: a function that replays it and gives what the step gave."""
    if TINY:
        return step
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        result = step()

    def replay():
        graph.replay()
        return result

    # The graph knows addresses only: networks, inputs and results must live as long as it does.
    replay.keep = (step, result)
    return replay


def compiled_by(net, mode):
    return torch.compile(net, mode=mode) if mode else net


def said_compiled(mode, begin):
    """What became of a compilation: past its limits PyTorch runs on without it and says nothing."""
    if not mode:
        return ""
    counters = torch._dynamo.utils.counters
    graphs, breaks = counters["stats"]["unique_graphs"], sum(counters["graph_break"].values())
    if graphs == 0:
        return "NOT COMPILED: an eager figure"
    return "%d graph%s, %d breaks, compiled in %.0f s" % (graphs, "" if graphs == 1 else "s", breaks, time.perf_counter() - begin)


def picture(work, batch):
    """Bytes on the host as a data loader leaves them, and the place on the device that they go to."""
    pixels = torch.randint(256, (batch, work.channels, work.come, work.come), dtype=torch.uint8)
    return (pixels if TINY else pixels.pin_memory()), torch.empty_like(pixels, device=DEVICE)


def prepared(work, pixels, layout, dtype=torch.float32):
    x = pixels.to(dtype)
    if work.come != work.side:
        x = functional.interpolate(x, (work.side, work.side), mode="bilinear", align_corners=False)
    return (x / 255).to(memory_format=layout)


def head(title, *columns):
    print("\n### %s\n" % title)
    print("| %s |\n|%s" % (" | ".join(columns), "---|" * len(columns)), flush=True)


def one_line(problem):
    return " ".join(("%s: %s" % (type(problem).__name__, problem)).replace("|", "/").split())[:300]


def row(name, figures):
    """One row; a figure that fails says why and takes no other row along."""
    try:
        print("| %s | %s |" % (name, " | ".join(figures())), flush=True)
        return True
    except Exception as problem:
        print("| %s | failed: %s |" % (name, one_line(problem)), flush=True)
        return False
    finally:
        if not TINY:
            torch.cuda.empty_cache()


def images_per_second(batch, milli):
    return format(round(batch / milli * 1000), ",")


def training(name, precision, layout, mode, words):
    """Two rows: the step as it is and as one CUDA graph. Each resident on the device, with its data, and waited for."""
    work = WORKS[name]
    torch.manual_seed(1)
    net = work.make().to(DEVICE).to(memory_format=layout).train()
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-3, momentum=0.9, fused=True)
    host, pixels = picture(work, work.batch)
    labels = torch.randint(work.classes, (work.batch,))
    labels, y = labels if TINY else labels.pin_memory(), labels.to(DEVICE)
    pixels.copy_(host)
    resident = prepared(work, pixels, layout)
    loss = nn.CrossEntropyLoss()
    forward = compiled_by(net, mode)

    def step(x):
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(DEVICE, torch.bfloat16) if precision == "bf16" else contextlib.nullcontext():
            value = loss(forward(x), y)
        value.backward()
        optimizer.step()
        return value.detach()

    def bare():
        return step(resident)

    def whole():
        return step(prepared(work, pixels, layout))

    begin = time.perf_counter()
    bare()
    synchronize()
    compiled = said_compiled(mode, begin)

    def figures(way):
        run_bare, run_whole = way(bare), way(whole)

        def with_data():
            pixels.copy_(host, non_blocking=True)
            y.copy_(labels, non_blocking=True)
            return run_whole()

        for figure in (on_device(run_bare), pace(with_data), statistics.median(waiting(lambda: with_data().item()))):
            yield "%.3f" % figure
            yield images_per_second(work.batch, figure)
        yield compiled

    fine = row(words, lambda: figures(lambda one: one))
    return row(words + ", CUDA graph", lambda: figures(graphed)) and fine


def inference(name, precision, layout, batch, mode, words):
    """Two rows, from bytes on the host to logits on the host: as it is and as one CUDA graph."""
    work = WORKS[name]
    torch.manual_seed(1)
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    net = work.make().to(DEVICE).to(memory_format=layout, dtype=dtype).eval()
    host, pixels = picture(work, batch)
    forward = compiled_by(net, mode)

    def device_part():
        with torch.inference_mode():
            return forward(prepared(work, pixels, layout, dtype))

    begin = time.perf_counter()
    device_part()
    synchronize()
    compiled = said_compiled(mode, begin)

    def figures(way):
        run = way(device_part)

        def step():
            pixels.copy_(host, non_blocking=True)
            return run().cpu()

        times = waiting(step, SAMPLES[batch])
        yield "%.3f" % statistics.median(times)
        yield "%.3f" % times[-(-99 * len(times) // 100) - 1]
        yield images_per_second(batch, statistics.median(times))
        yield compiled

    fine = row(words, lambda: figures(lambda one: one))
    return row(words + ", CUDA graph", lambda: figures(graphed)) and fine


def layouts(precision):
    """NHWC is the fast one on tensor cores; strict float32 may be faster in NCHW."""
    both = [("channels_last", torch.channels_last), ("NCHW", torch.contiguous_format)]
    return both if precision == "f32" else both[:1]


# The quick one first: what it gave stays if the other takes too long.
MODES = ("default", "max-autotune-no-cudagraphs")


def each(ways):
    """Runs what there is to measure; a failure is said and takes nothing else along."""
    fine = True
    for words, way in ways:
        if "torch._dynamo" in sys.modules:
            # Compiled code of earlier networks counts against a limit.
            torch._dynamo.reset()
            torch._dynamo.utils.counters.clear()
        try:
            fine &= way(words)
        except Exception as problem:
            fine = False
            print("| %s | failed: %s |" % (words, one_line(problem)), flush=True)
    return fine


def train_all(name, precision, modes):
    head(
        "PyTorch: %s training, %s, batch %d" % (name, precision, WORKS[name].batch),
        *("training step", "resident, ms", "images/s", "with its data, ms", "images/s"),
        *("and waited for, ms", "images/s", ""),
    )
    return each(
        (
            "%s, %s" % (mode or "eager", layout_name),
            functools.partial(training, name, precision, layout, mode),
        )
        for mode in modes
        for layout_name, layout in layouts(precision)
    )


def infer_all(precision, modes):
    head(
        "PyTorch: G4 inference, %s" % precision,
        *("inference, bytes to logits", "median ms", "99th percentile", "images/s", ""),
    )
    return each(
        (
            "%s, batch %d, %s, %s" % (name, batch, mode or "eager", layout_name),
            functools.partial(inference, name, precision, layout, batch, mode),
        )
        for mode in modes
        for name in ("G1", "G2")
        for batch in SAMPLES
        for layout_name, layout in layouts(precision)
    )


def formats(precision):
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"


def ceilings():
    head("PyTorch's own ceilings", "ceiling", "")
    numbers = (1 << 20) if TINY else (1 << 28)
    source = torch.randn(numbers, device=DEVICE)
    target = torch.empty_like(source)
    fine = row("copy_, read and written", lambda: ["%.0f GB/s" % (8 * numbers / on_device(lambda: target.copy_(source)) / 1e6)])
    for precision in ("f32", "tf32", "bf16"):
        formats(precision)
        dtype = torch.bfloat16 if precision == "bf16" else torch.float32
        a, b = (torch.rand(SIDE, SIDE, device=DEVICE, dtype=dtype) * 2 - 1 for _ in range(2))
        figure = lambda: ["%.0f TFLOP/s" % (2 * SIDE**3 / on_device(lambda: torch.mm(a, b)) / 1e9)]  # noqa: E731
        fine &= row("product of %d x %d, %s" % (SIDE, SIDE, precision), figure)
    return fine


def main(arguments):
    warnings.filterwarnings("ignore")
    if not TINY and not torch.cuda.is_available():
        print("PyTorch %s sees no GPU here" % torch.__version__)
        return 69
    name = "the processor, tiny" if TINY else torch.cuda.get_device_name()
    print("PyTorch %s, cuDNN %s, %s" % (torch.__version__, torch.backends.cudnn.version(), name), flush=True)
    if arguments == ["ceilings"]:
        return 0 if ceilings() else 1
    if len(arguments) not in (2, 3) or arguments[0] not in ("G1", "G2", "G3", "G4") or arguments[1] not in ("f32", "tf32", "bf16"):
        print(__doc__, file=sys.stderr)
        return 2
    formats(arguments[1])
    modes = MODES if arguments[2:] == ["compiled"] else (None,)
    fine = infer_all(arguments[1], modes) if arguments[0] == "G4" else train_all(arguments[0], arguments[1], modes)
    return 0 if fine else 1


if __name__ == "__main__":
    begun = time.time()
    code = main(sys.argv[1:])
    print("\nTook %.0f s" % (time.time() - begun), flush=True)
    sys.exit(code)
