package io.github.vgg4j.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One native operation with its arrays and arguments bound once, so that running it decides and
 * allocates nothing.
 */
final class Nd4jCall implements AutoCloseable {

  private final DynamicCustomOp op;
  private final OpContext context = Nd4j.getExecutioner().buildContext();

  private Nd4jCall(String name) {
    this.op = DynamicCustomOp.builder(name).build();
  }

  /** An operation by ND4J's name on the given arrays. */
  static Nd4jCall of(String name, INDArray[] inputs, INDArray... outputs) {
    Nd4jCall call = new Nd4jCall(name);
    call.context.setInputArrays(inputs);
    call.context.setOutputArrays(outputs);
    return call;
  }

  /** Binds the operation's whole-number arguments. */
  Nd4jCall integers(long... arguments) {
    context.setIArguments(arguments);
    return this;
  }

  /** Binds the operation's floating-point arguments. */
  Nd4jCall reals(double... arguments) {
    context.setTArguments(arguments);
    return this;
  }

  void run() {
    Nd4j.getExecutioner().exec(op, context);
  }

  @Override
  public void close() {
    try {
      context.close();
    } catch (Exception e) {
      throw new IllegalStateException("ND4J could not free the context of " + op.opName(), e);
    }
  }

  static INDArray[] inputs(INDArray... arrays) {
    return arrays;
  }
}
