package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.network.Parameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J: its layers in a {@link MultiLayerNetwork}, on the same ND4J as our nd4j engine. */
final class Dl4jRunner implements Runner {

  private final Mode mode;
  private final MultiLayerNetwork net;
  private final INDArray images;
  private final INDArray labels;
  private final int layers;

  Dl4jRunner(Job job) throws IOException {
    mode = job.mode();
    NetworkPlan plan = job.work().plan();
    // A flattening is put in by itself, before the first dense layer.
    List<Layer> theirs =
        plan.layers().stream().filter(layer -> !(layer instanceof Layer.Flatten)).toList();
    var list = new NeuralNetConfiguration.Builder().updater(new Sgd(LEARNING_RATE)).list();
    theirs.forEach(layer -> list.layer(layer(layer)));
    list.layer(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
    var input = plan.input();
    list.setInputType(InputType.convolutional(input.height(), input.width(), input.channels()));
    net = new MultiLayerNetwork(list.build());
    net.init();
    layers = theirs.size();
    try (Parameters parameters = Inputs.parameters(job)) {
      for (int i = 0; i < layers; i++) {
        for (Parameter parameter : theirs.get(i).parameters()) {
          load(i, parameter, parameters);
        }
      }
    }
    try (io.github.vgg4j.tensor.Tensor pixels = Inputs.images(job)) {
      images = Nd4j.create(pixels.toArray(), pixels.shape());
    }
    labels = oneHot(Inputs.labels(job), plan.classes());
  }

  private static org.deeplearning4j.nn.conf.layers.Layer layer(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return new ConvolutionLayer.Builder(conv.kernel(), conv.kernel())
          .padding(conv.padding(), conv.padding())
          .nOut(conv.output().channels())
          .activation(Activation.IDENTITY)
          .build();
    }
    if (layer instanceof Layer.BatchNorm norm) {
      return new BatchNormalization.Builder()
          .eps(norm.epsilon())
          .decay(1 - norm.momentum())
          .useLogStd(false)
          .build();
    }
    if (layer instanceof Layer.Dense dense) {
      return new DenseLayer.Builder()
          .nOut(dense.output().elements())
          .activation(Activation.IDENTITY)
          .build();
    }
    if (layer instanceof Layer.Dropout dropout) {
      return new DropoutLayer.Builder(1 - dropout.rate()).build();
    }
    if (layer instanceof Layer.Relu) {
      return new ActivationLayer(Activation.RELU);
    }
    if (layer instanceof Layer.MaxPool) {
      return new SubsamplingLayer.Builder(
              SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
          .build();
    }
    throw LayerLine.unknown(layer);
  }

  private void load(int layer, Parameter parameter, Parameters parameters) {
    String theirs =
        switch (parameter.role()) {
          case CONV_WEIGHT, DENSE_WEIGHT, LOGITS_WEIGHT -> "W";
          case BIAS -> "b";
          case NORM_SCALE -> "gamma";
          case NORM_SHIFT -> "beta";
          case RUNNING_MEAN -> "mean";
          case RUNNING_VARIANCE -> "var";
        };
    var tensor = parameters.tensor(parameter.name());
    INDArray values = Nd4j.create(tensor.toArray(), tensor.shape());
    INDArray target = net.getParam(layer + "_" + theirs);
    boolean matrix = values.rank() == 2;
    target.assign(matrix ? values.transpose() : values.reshape(target.shape()));
  }

  private static INDArray oneHot(int[] labels, int classes) {
    INDArray rows = Nd4j.zeros(labels.length, classes);
    for (int i = 0; i < labels.length; i++) {
      rows.putScalar(i, labels[i], 1);
    }
    return rows;
  }

  @Override
  public void step() {
    if (mode == Mode.TRAIN) {
      net.fit(images, labels);
    } else {
      net.output(images, false);
    }
  }

  @Override
  public float[] logits() {
    // The first of the list is the input, so the loss layer's input stands at their number.
    return new ArrayList<>(net.feedForward(images, false)).get(layers).dup('c').data().asFloat();
  }

  @Override
  public String version() {
    return "DL4J " + Versions.of("org.deeplearning4j/deeplearning4j-nn");
  }

  @Override
  public void close() {
    net.close();
  }
}
