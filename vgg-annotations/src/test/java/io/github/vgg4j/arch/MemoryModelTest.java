package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The parts of the memory, counted by hand. */
class MemoryModelTest {
  private static final long MIB = 1 << 20;

  private static NetworkPlan small() {
    return Architecture.builder()
        .input(1, 4, 4)
        .block(1, 32)
        .batchNorm()
        .hidden(8)
        .classes(3)
        .plan();
  }

  @Test
  void trainingHoldsGradientsSlotsOutputsAndTurns() {
    // conv 32*9+32 = 320, batch norm 64, dense 128*8+8 = 1032 and 8*3+3 = 27: 1443 trained, each
    // with a gradient and two slots; 64 running; 4*32 for the batch's mean and variance; the first
    // image unfolded, 10 rows of 16, and its gradient, 10*32.
    long fixed = 4 * (4 * 1443 + 64 + 128 + 160 + 320);
    // input 16; conv 512, batch norm 512, pool 128, dense 8 and 3; mask 8; two turns of 512; the
    // part of the first gradient, 10*32.
    long perImage = 4 * (16 + 512 + 512 + 128 + 8 + 3 + 8 + 2 * 512 + 320);

    assertEquals(fixed + 10 * perImage, Nd4jMemory.training(small(), 2).sessionBytes(10));
  }

  @Test
  void gradientsThatWaitForAnUpdateHaveAnArrayOfTheirOwn() {
    Nd4jMemory nd4j = Nd4jMemory.training(small(), 2);
    OnednnMemory onednn = OnednnMemory.training(small(), 2, 4);

    assertEquals(nd4j.sessionBytes(10) + 4 * 1443, nd4j.withGradientSum().sessionBytes(10));
    assertEquals(onednn.sessionBytes(10) + 4 * 1443, onednn.withGradientSum().sessionBytes(10));
    // The squares of as many gradients, of which there are fewer than a piece's 131,072.
    assertEquals(onednn.sessionBytes(10) + 4 * 1443, onednn.withGradientNorm().sessionBytes(10));
  }

  @Test
  void operationsNeedScratchForAMoment() {
    Nd4jMemory model = Nd4jMemory.training(small(), 2);
    // The weights of the convolution twice; batch norm's 32 channels of 4x4, twice, which is more
    // than the first convolution's input and output once.
    long scratch = 4 * 2 * 288 + 10 * 4 * 2 * 512;

    assertEquals(model.sessionBytes(10) + scratch, model.fixedBytes() + 10 * model.bytesPerImage());
    assertEquals(model.sessionBytes(10) + 3 * scratch, model.bytes(10));
  }

  @Test
  void sumsOfLocalResponseNormAreReorderedToo() {
    NetworkPlan plan =
        Architecture.builder()
            .input(1, 8, 8)
            .block(BlockSpec.of(1, 20).withLocalResponseNorm())
            .hidden()
            .classes(2)
            .plan();
    Nd4jMemory model = Nd4jMemory.inference(plan);
    // The weights of the convolution once; 20 channels of 8x8 in two blocks of 16, in and out.
    long scratch = 4 * 180 + 10 * 4 * 2 * 32 * 64;

    assertEquals(model.sessionBytes(10) + scratch + scratch / 2, model.bytes(10));
  }

  @Test
  void allocatorKeepsNoMoreThan144Mebibytes() {
    Nd4jMemory model = Nd4jMemory.training(small(), 0);

    assertEquals(
        model.fixedBytes() + 1_000_000 * model.bytesPerImage() + 144 * MIB, model.bytes(1_000_000));
  }

  @Test
  void inferenceHoldsWeightsAndTwoTurns() {
    long fixed = 4 * (1443 + 64 + 128);
    long perImage = 4 * (16 + 8 + 2 * 512);

    assertEquals(fixed + 7 * perImage, Nd4jMemory.inference(small()).sessionBytes(7));
  }

  @Test
  void largestBatchIsTheLastThatFits() {
    Nd4jMemory model = Nd4jMemory.training(Nets.textbook(96).plan(), 2);
    int largest = model.largestBatch(1 << 30);

    assertTrue(model.bytes(largest) <= 1 << 30, () -> "batch " + largest);
    assertTrue(model.bytes(largest + 1) > 1 << 30, () -> "batch " + largest);
    assertEquals(0, model.largestBatch(1 << 20));
    assertEquals(Integer.MAX_VALUE - 1, model.largestBatch(Long.MAX_VALUE - 1));
  }

  @Test
  void sizesAreRoundedUpInTheUnitThatReadsBest() {
    assertEquals("1 KiB", MemoryModel.text(1));
    assertEquals("1,024 KiB", MemoryModel.text(MIB - 1));
    assertEquals("1 MiB", MemoryModel.text(MIB));
    assertEquals("2.31 GiB", MemoryModel.text(2_480_000_000L));
    assertEquals("1,024.00 GiB", MemoryModel.text(MIB * MIB - 1));
    assertEquals("1.50 TiB", MemoryModel.text(MIB * MIB / 2 * 3));
  }

  @Test
  void layersAndWhatTheyShareMakeTheWhole() {
    NetworkPlan plan = Nets.textbook(96).plan();
    Nd4jMemory model = Nd4jMemory.training(plan, 1);
    long layers = plan.layers().stream().mapToLong(layer -> model.bytesOf(layer, 16)).sum();
    long shared =
        model.shares(16).stream()
            .filter(
                share ->
                    List.of("input", "gradients of outputs", "scratch of operations")
                        .contains(share.name()))
            .mapToLong(MemoryModel.Share::bytes)
            .sum();

    assertEquals(model.bytes(16), layers + shared);
  }

  @Test
  void sharesAreThePartsOfTheWhole() {
    for (Nd4jMemory model :
        List.of(
            Nd4jMemory.training(Nets.textbook(96).plan(), 1),
            Nd4jMemory.inference(Nets.textbook(96).plan()))) {
      List<MemoryModel.Share> shares = model.shares(16);

      assertEquals(model.bytes(16), shares.stream().mapToLong(MemoryModel.Share::bytes).sum());
      assertEquals("classifier.3, dense 4096 -> 4096", shares.get(0).name());
    }
  }
}
