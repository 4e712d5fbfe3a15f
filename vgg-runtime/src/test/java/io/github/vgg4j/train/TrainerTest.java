package io.github.vgg4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Optimizer.Adam;
import io.github.vgg4j.engine.Optimizer.Sgd;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Parameters;
import io.github.vgg4j.network.TinyNetwork;
import io.github.vgg4j.tensor.Tensor;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {

  private static final Dataset TRAIN = Stripes.of(200, 1);
  private static final Dataset TEST = Stripes.of(60, 2);

  @TempDir Path folder;

  @Test
  void aNetworkLearnsStripesAndTellsTheStory() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      Trainer trainer = Trainer.of(net).optimizer(Adam.of(0.01)).epochs(6).batchSize(16);
      History history = trainer.fit(TRAIN, TEST);
      assertEquals(6, history.epochs().size());
      assertEquals(200, history.last().images());
      assertTrue(history.last().valAccuracy() >= 0.95, history.toString());
      assertTrue(history.get("loss").get(0) > history.get(Metric.LOSS).get(5));
      Evaluation evaluation = trainer.evaluate(TEST);
      assertEquals(60, evaluation.images());
      assertEquals(history.last().valLoss(), evaluation.loss(), 1e-6);
      assertEquals(history.last().valAccuracy(), evaluation.accuracy());
    }
  }

  @Test
  void aBatchThatTheMemoryCannotHoldIsRefusedBeforeTheFirstStep() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      MemoryModel model = MemoryModel.training(net.plan(), 2);
      Trainer trainer =
          Trainer.of(net).engine(new SmallEngine(model.bytes(10))).batchSize(1_000_000);
      assertEquals(
          "Training Tiny at batch 1,000,000 with adam needs "
              + MemoryModel.text(model.bytes(1_000_000))
              + ", but the small engine has "
              + MemoryModel.text(model.bytes(10))
              + " left. The largest batch that fits is 10.",
          assertThrows(IllegalArgumentException.class, () -> trainer.fit(TRAIN)).getMessage());
    }
  }

  @Test
  void aNetworkThatDoesNotFitAtAllIsRefusedWithItsLargestPart() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      Trainer trainer = Trainer.of(net).engine(new SmallEngine(1024)).batchSize(4);
      String message =
          assertThrows(IllegalArgumentException.class, () -> trainer.fit(TRAIN)).getMessage();
      assertTrue(message.contains("Not even a batch of 1 fits: most goes to "), message);
    }
  }

  /** An engine that never comes to run. */
  private record SmallEngine(long availableBytes) implements Engine {
    @Override
    public int highestPreference() {
      return 1;
    }

    @Override
    public String name() {
      return "small";
    }

    @Override
    public Availability availability() {
      return new Availability.Available("a small device", 1);
    }

    @Override
    public Set<Precision> precisions() {
      return Set.of(Precision.F32);
    }

    @Override
    public Session open(NetworkPlan plan, SessionSpec spec) {
      throw new AssertionError("opened in spite of its memory");
    }
  }

  @Test
  void predictGivesTheLogitsThatEvaluateMeasures() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(2)) {
      Trainer trainer = Trainer.of(net).batchSize(7);
      try (Tensor logits = trainer.predict(TEST)) {
        assertArrayEquals(new int[] {60, 3}, logits.shape());
        float[][] probabilities = Network.probabilities(logits);
        int right = 0;
        for (int i = 0; i < 60; i++) {
          float[] p = probabilities[i];
          assertEquals(1, p[0] + p[1] + p[2], 1e-5);
          int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
          right += best == TEST.label(i) ? 1 : 0;
        }
        assertEquals(right / 60.0, trainer.evaluate(TEST).accuracy(), 1e-9);
      }
    }
  }

  @Test
  void theSameSeedGivesIdenticalWeightsAndAnotherSeedDoesNot() {
    float[] first = weightsAfterTraining(11);
    assertArrayEquals(first, weightsAfterTraining(11));
    assertTrue(first[0] != weightsAfterTraining(12)[0]);
  }

  private static float[] weightsAfterTraining(long seed) {
    try (TinyNetwork net = TinyNetwork.TYPE.create(3)) {
      Trainer.of(net).epochs(2).seed(seed).fit(TRAIN);
      return net.parameters().tensor("classifier.0.weight").toArray();
    }
  }

  @Test
  void batchesThatAreAccumulatedTrainAsLargeOnesDo() {
    float[] large = weightsWithoutNorm(40, 1);
    float[] small = weightsWithoutNorm(10, 4);
    for (int i = 0; i < large.length; i++) {
      assertEquals(large[i], small[i], 1e-5, "weight " + i);
    }
    assertTrue(Math.abs(large[0] - weightsWithoutNorm(10, 1)[0]) > 1e-3);
  }

  private static float[] weightsWithoutNorm(int batchSize, int accumulation) {
    try (Network net = plain("Plain").create(3)) {
      Trainer.of(net)
          .optimizer(Sgd.of(0.05).momentum(0.9))
          .epochs(2)
          .batchSize(batchSize)
          .accumulate(accumulation)
          .fit(TRAIN);
      return net.parameters().tensor("classifier.0.weight").toArray();
    }
  }

  @Test
  void updateThatWaitsForBatchesGoesOnOverTheEndOfAnEpoch() {
    try (Network net = plain("Plain").create(3)) {
      float[] before = net.parameters().tensor("classifier.0.weight").toArray();
      Trainer trainer = Trainer.of(net).batchSize(100).accumulate(3).epochs(2);
      History history = trainer.fit(TRAIN, TEST);
      assertTrue(before[0] != net.parameters().tensor("classifier.0.weight").toArray()[0]);
      // Two batches in the first epoch, where three make an update.
      try (Network untrained = plain("Plain").create(3)) {
        assertEquals(
            Trainer.of(untrained).evaluate(TEST).loss(), history.epochs().get(0).valLoss(), 1e-6);
      }
    }
  }

  @Test
  void clippedStepGoesNoFurtherThanItsNormAllows() {
    try (Network net = plain("Plain").create(3)) {
      float[] before = net.parameters().tensor("classifier.0.weight").toArray();
      Trainer trainer = Trainer.of(net).optimizer(Sgd.of(2)).clipNorm(0.01);
      trainer.epochs(1).batchSize(200).fit(TRAIN);
      float[] after = net.parameters().tensor("classifier.0.weight").toArray();
      double squares = 0;
      for (int i = 0; i < before.length; i++) {
        squares += Math.pow(before[i] - after[i], 2);
      }
      assertTrue(squares > 0 && Math.sqrt(squares) <= 2 * 0.01 + 1e-6, "moved " + squares);
    }
  }

  @Test
  void runWithoutASingleUpdateIsRefused() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      Trainer trainer = Trainer.of(net).batchSize(100).epochs(2).accumulate(5);
      assertEquals(
          "An update waits for 5 batches, but the whole run has 4, so nothing would be learned."
              + " Accumulate at most 4, or train for more epochs.",
          assertThrows(IllegalArgumentException.class, () -> trainer.fit(TRAIN)).getMessage());
    }
  }

  @Test
  void clipNormAndAccumulationOutOfRangeAreRefused() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      Trainer trainer = Trainer.of(net);
      for (double norm : new double[] {0, -1, Double.NaN}) {
        assertEquals(
            "clip norm must be above 0, but is " + norm + ". Leave it out to clip nothing.",
            assertThrows(IllegalArgumentException.class, () -> trainer.clipNorm(norm))
                .getMessage());
      }
      assertEquals(
          "accumulation must be at least 1 batch, but is 0. Use 1 to update after every batch.",
          assertThrows(IllegalArgumentException.class, () -> trainer.accumulate(0)).getMessage());
    }
  }

  @Test
  void callbacksSeeEveryBatchAndEpochInOrder() {
    List<String> events = new ArrayList<>();
    Callback recorder =
        new Callback() {
          @Override
          public void onTrainBegin(Run run) {
            events.add("begin " + run.batchesPerEpoch() + " x " + run.epochs());
          }

          @Override
          public void onBatchEnd(Run run, int batch, StepResult soFar) {
            events.add(run.epoch() + "." + batch + ": " + soFar.images());
          }

          @Override
          public void onEpochEnd(Run run, History.Epoch epoch) {
            events.add("epoch " + epoch.epoch());
          }

          @Override
          public void onTrainEnd(Run run, History history) {
            events.add("end " + history.epochs().size());
          }
        };
    try (TinyNetwork net = TinyNetwork.TYPE.create(4)) {
      Trainer.of(net).epochs(2).batchSize(80).callbacks(recorder).fit(TRAIN);
    }
    assertEquals(
        List.of(
            "begin 3 x 2",
            "1.1: 80",
            "1.2: 160",
            "1.3: 200",
            "epoch 1",
            "2.1: 80",
            "2.2: 160",
            "2.3: 200",
            "epoch 2",
            "end 2"),
        events);
  }

  @Test
  void earlyStoppingPutsTheBestWeightsBack() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(5)) {
      Trainer trainer =
          Trainer.of(net)
              .optimizer(Adam.of(0.02))
              .epochs(40)
              .batchSize(50)
              .callbacks(EarlyStopping.on(Metric.VAL_ACCURACY).patience(2));
      History history = trainer.fit(TRAIN, TEST);
      assertTrue(history.epochs().size() < 40);
      double best =
          history.get(Metric.VAL_ACCURACY).stream()
              .mapToDouble(Double::doubleValue)
              .max()
              .orElse(0);
      assertEquals(best, trainer.evaluate(TEST).accuracy(), 1e-9);
    }
  }

  @Test
  void earlyStoppingOnValidationNeedsValidationImages() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(5)) {
      Trainer trainer = Trainer.of(net).callbacks(EarlyStopping.on(Metric.VAL_LOSS));
      Throwable error = assertThrows(IllegalArgumentException.class, () -> trainer.fit(TRAIN));
      assertEquals(
          "EarlyStopping watches val_loss, but the run has no validation images. Pass them to fit,"
              + " or watch loss.",
          error.getMessage());
    }
  }

  @Test
  void modelCheckpointHoldsTheBestEpoch() {
    Path file = folder.resolve("best.safetensors");
    ModelCheckpoint checkpoint = ModelCheckpoint.to(file);
    try (TinyNetwork net = TinyNetwork.TYPE.create(6)) {
      History history =
          Trainer.of(net).epochs(4).batchSize(20).callbacks(checkpoint).fit(TRAIN, TEST);
      try (TinyNetwork loaded = TinyNetwork.TYPE.load(file)) {
        double saved = Trainer.of(loaded).evaluate(TEST).accuracy();
        double best = history.epochs().get(checkpoint.bestEpoch() - 1).valAccuracy();
        assertEquals(best, saved, 1e-9);
      }
    }
    assertTrue(Files.exists(file));
  }

  @Test
  void aLossOfNanStopsWithTheLayerAndKeepsTheWeights() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(7)) {
      float[] before = net.parameters().tensor("classifier.0.weight").toArray();
      Trainer trainer = Trainer.of(net).optimizer(Sgd.of(1e30)).batchSize(20);
      Throwable error = assertThrows(TrainingException.class, () -> trainer.fit(TRAIN));
      assertTrue(
          error.getMessage().startsWith("The loss became NaN in epoch 1, batch "),
          error.getMessage());
      assertTrue(error.getMessage().contains("layer with numbers beyond float32 is features.0"));
      assertTrue(error.getMessage().contains("Lower the learning rate, now 1.0E30"));
      assertArrayEquals(before, net.parameters().tensor("classifier.0.weight").toArray());
    }
  }

  @Test
  void resultsThatComeOneStepLateMakeTheSameHistory() {
    List<History> histories = new ArrayList<>();
    for (Engine engine : List.of(Engines.auto(), new LateEngine(Engines.auto()))) {
      List<Integer> batches = new ArrayList<>();
      Callback counting =
          new Callback() {
            @Override
            public void onBatchEnd(Run run, int batch, StepResult soFar) {
              batches.add(batch - soFar.batches());
            }
          };
      try (TinyNetwork net = TinyNetwork.TYPE.create(1);
          Progress bar = Progress.bar(new PrintStream(OutputStream.nullOutputStream()))) {
        History history =
            Trainer.of(net)
                .engine(engine)
                .optimizer(Sgd.of(0.05))
                .epochs(2)
                .batchSize(16)
                .callbacks(counting, bar)
                .fit(TRAIN, TEST);
        histories.add(history);
      }
      int late = engine instanceof LateEngine ? 1 : 0;
      assertEquals(List.of(late), batches.stream().distinct().toList());
    }
    for (int epoch = 0; epoch < 2; epoch++) {
      History.Epoch expected = histories.get(0).epochs().get(epoch);
      History.Epoch late = histories.get(1).epochs().get(epoch);
      assertEquals(200, late.images());
      assertEquals(expected.loss(), late.loss(), 1e-12);
      assertEquals(expected.accuracy(), late.accuracy());
      assertEquals(expected.valLoss(), late.valLoss(), 1e-12);
      assertEquals(expected.valAccuracy(), late.valAccuracy());
    }
  }

  @Test
  void aLateResultBlamesTheBatchThatItIsOf() {
    List<String> messages = new ArrayList<>();
    for (Engine engine : List.of(Engines.auto(), new LateEngine(Engines.auto()))) {
      // A single batch: its result comes when the epoch ends, or at once.
      for (int batchSize : new int[] {20, 200}) {
        try (Network net = plain("Diverging").create(1)) {
          Trainer trainer =
              Trainer.of(net).engine(engine).optimizer(Sgd.of(1e30)).batchSize(batchSize);
          messages.add(
              assertThrows(TrainingException.class, () -> trainer.epochs(2).fit(TRAIN))
                  .getMessage());
        }
      }
    }
    assertEquals(messages.subList(0, 2), messages.subList(2, 4));
  }

  @Test
  void aNetworkThatOnlyGuessesStopsWithAdvice() {
    NetworkType<Network> type = plain("Dead");
    try (Network net = type.create(1)) {
      net.parameters().tensor("features.0.weight").buffer().put(new float[18]);
      Trainer trainer = Trainer.of(net).optimizer(Sgd.of(1e-12)).epochs(100).batchSize(2);
      Throwable error = assertThrows(TrainingException.class, () -> trainer.fit(TRAIN));
      assertEquals(
          "The loss stays at 1.0986, which is ln(3): the network only guesses. The signal is weakest"
              + " in features.0. Use batch norm, another learning rate than 1.0E-12, or another"
              + " initialization or seed.",
          error.getMessage());
    }
  }

  /** A network without a generated class, batch norm and dropout. */
  private static NetworkType<Network> plain(String name) {
    NetworkPlan plan = Architecture.builder().input(1, 8, 8).block(1, 2).hidden().classes(3).plan();
    return NetworkType.of(name, plan, List.of(), parameters -> new Plain(name, parameters));
  }

  private static final class Plain extends Network {
    Plain(String name, Parameters parameters) {
      super(plain(name), parameters);
    }
  }

  @Test
  void imagesOfAnotherKindAreRefusedWithTheFix() {
    Dataset colour =
        Dataset.of("colours", 3, 4, 4, List.of("a", "b", "c"), new byte[48], new int[] {0});
    Dataset two = Dataset.of("pairs", 1, 8, 8, List.of("a", "b"), new byte[64], new int[] {0});
    try (TinyNetwork net = TinyNetwork.TYPE.create(8)) {
      Throwable channels =
          assertThrows(IllegalArgumentException.class, () -> Trainer.of(net).fit(colour));
      assertEquals(
          "Tiny takes images of 1 channel, but those of colours have 3. Set channels = 3 in its"
              + " @Input.",
          channels.getMessage());
      Throwable classes =
          assertThrows(IllegalArgumentException.class, () -> Trainer.of(net).evaluate(two));
      assertEquals(
          "Tiny tells 3 classes apart, but pairs has 2. Name an enum of 2 constants as labels in its"
              + " @Head.",
          classes.getMessage());
    }
  }

  @Test
  void aNetworkWithoutLabelsIsToldToCountItsClasses() {
    NetworkType<Network> type = plain("Dead");
    Dataset two = Dataset.of("pairs", 1, 8, 8, List.of("a", "b"), new byte[64], new int[] {0});
    try (Network net = type.create(0)) {
      assertEquals(
          "Dead tells 3 classes apart, but pairs has 2. Set classes = 2 in its @Head.",
          assertThrows(IllegalArgumentException.class, () -> Trainer.of(net).fit(two))
              .getMessage());
    }
  }

  @Test
  void metricsAreNamedAsInKerasAndUnknownOnesAreErrors() {
    Throwable error = assertThrows(IllegalArgumentException.class, () -> Metric.of("val_acc"));
    assertEquals(
        "There is no metric 'val_acc'. Use one of loss, accuracy, val_loss, val_accuracy, lr.",
        error.getMessage());
  }

  @Test
  void theCosineScheduleFallsFromTheRateToZero() {
    Schedule cosine = Schedule.cosine();
    assertEquals(0.1, cosine.rate(0.1, 0, 100), 1e-12);
    assertEquals(0.05, cosine.rate(0.1, 50, 100), 1e-12);
    assertEquals(0.1 * 0.000246719817, cosine.rate(0.1, 99, 100), 1e-11);
    assertEquals(0.1, Schedule.constant().rate(0.1, 99, 100));
  }
}
