package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Product;
import io.github.vgg4j.cuda.plan.Product.Epilogue;
import io.github.vgg4j.cuda.plan.Product.Side;

/** A product by its definition. */
record HostProduct(Product product, Place a, Place b, Place bias, Place c) implements Runnable {

  @Override
  public void run() {
    HostNumbers left = new HostNumbers(a, product.type());
    HostNumbers right = new HostNumbers(b, product.type());
    HostNumbers result = new HostNumbers(c, product.result());
    HostNumbers biases =
        product.epilogue() == Epilogue.NOTHING ? null : new HostNumbers(bias, product.result());
    for (int row = 0; row < product.rows(); row++) {
      for (int column = 0; column < product.columns(); column++) {
        double sum = biases == null ? 0 : biases.get(column);
        for (int i = 0; i < product.inner(); i++) {
          int inA =
              product.a() == Side.AS_IS ? row * product.inner() + i : i * product.rows() + row;
          int inB =
              product.b() == Side.AS_IS
                  ? i * product.columns() + column
                  : column * product.inner() + i;
          sum += (double) left.get(inA) * right.get(inB);
        }
        boolean shut = product.epilogue() == Epilogue.BIAS_RELU && sum < 0;
        result.put(row * product.columns() + column, shut ? 0 : sum);
      }
    }
  }
}
