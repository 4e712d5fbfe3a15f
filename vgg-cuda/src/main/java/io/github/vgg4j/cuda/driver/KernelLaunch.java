package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;

import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A kernel with the memory in which its arguments lie; a launch makes no objects. CUDA copies the
 * arguments while it is asked, so their memory goes with this object.
 */
final class KernelLaunch implements Launchable {

  private static final int ARGUMENT_BYTES = 8;

  private final KernelCall call;
  private final CUfunc_st function;
  private final CUstream_st stream;
  private final Answers answers;
  private final String doing;
  private final BytePointer values;
  private final PointerPointer<Pointer> addresses;
  private boolean filled;

  KernelLaunch(KernelCall call, CUfunc_st function, CUstream_st stream, Answers answers) {
    this.call = call;
    this.function = function;
    this.stream = stream;
    this.answers = answers;
    this.doing = "launch the kernel " + call.name();
    int count = call.arguments().size();
    values = new BytePointer(Math.max(1, count) * (long) ARGUMENT_BYTES);
    addresses = new PointerPointer<>(Math.max(1, count));
    RawAddress address = new RawAddress();
    for (int i = 0; i < count; i++) {
      addresses.put(i, address.at(values.address() + (long) i * ARGUMENT_BYTES));
    }
  }

  @Override
  public void launch() {
    if (!filled) {
      fill();
    }
    answers.check(
        cuLaunchKernel(function, call.grid(), 1, 1, call.block(), 1, 1, 0, stream, addresses, null),
        doing);
  }

  /** Addresses are known only now that memory is taken; they stay. */
  private void fill() {
    int at = 0;
    for (Argument argument : call.arguments()) {
      if (argument instanceof Argument.Address pointer) {
        values.putLong(at, pointer.place().address());
      } else if (argument instanceof Argument.Long number) {
        values.putLong(at, number.value());
      } else if (argument instanceof Argument.Whole number) {
        values.putInt(at, number.value());
      } else if (argument instanceof Argument.Real number) {
        values.putFloat(at, number.value());
      }
      at += ARGUMENT_BYTES;
    }
    filled = true;
  }

  @Override
  public String implementation() {
    return call.name();
  }

  @Override
  public List<Place> places() {
    return call.arguments().stream()
        .filter(Argument.Address.class::isInstance)
        .map(argument -> ((Argument.Address) argument).place())
        .toList();
  }
}
