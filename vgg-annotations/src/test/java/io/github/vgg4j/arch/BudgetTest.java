package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vgg4j.Budget;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets by the builder; the annotation's fixtures stand in vgg-processor. */
class BudgetTest {

  private static Architecture.Builder textbookFullWidth(int... hidden) {
    return Architecture.builder()
        .input(1, 224, 224)
        .block(1, 64)
        .block(1, 128)
        .block(2, 256)
        .block(2, 512)
        .block(2, 512)
        .hidden(hidden)
        .classes(10);
  }

  private static final BudgetSpec CARD =
      BudgetSpec.atBatch(16).withTrainingMemory("1.6GiB").withOptimizer(Budget.Optimizer.SGD);

  @Test
  void fullHeadThatDoesNotFitIsToldWhichBatchAndWhichHeadDo() {
    String message =
        assertThrows(
                OverBudgetException.class, () -> textbookFullWidth(4096, 4096).budget(CARD).plan())
            .getMessage();

    assertEquals(
        """
        [Vgg/OverBudget] Training at batch 16 needs 2.33 GiB, but the budget is 1.6GiB. \
        Use batch = 6, hidden = {512, 512} or pool = 1.
            classifier.0, dense 25088 -> 4096    785 MiB
            scratch of operations                456 MiB
            gradients of outputs                 392 MiB
            features.0, conv 1 -> 64 at 224x224  198 MiB
         -> batch = 6 needs 1.58 GiB
         -> hidden = {512, 512} needs 1.54 GiB at batch 16; up to batch 16 fits
         -> pool = 1 needs 1.58 GiB at batch 16; up to batch 16 fits
         -> engine = ONEDNN needs 823 MiB""",
        message);
  }

  /** Who could not train at batch 8 hears of the head that goes up to 16. */
  @Test
  void smallerHeadIsNamedThatHasRoomForTwiceTheBatch() {
    String message = refusal(textbookFullWidth(4096, 4096).budget(CARD.withBatch(8)));

    assertEquals(
        """
        [Vgg/OverBudget] Training at batch 8 needs 1.73 GiB, but the budget is 1.6GiB. \
        Use batch = 6, hidden = {2048, 2048} or hidden = {512, 512}.
            classifier.0, dense 25088 -> 4096  785 MiB
            scratch of operations              309 MiB
            gradients of outputs               196 MiB
            classifier.3, dense 4096 -> 4096   129 MiB
         -> batch = 6 needs 1.58 GiB
         -> hidden = {2048, 2048} needs 1.25 GiB at batch 8; up to batch 12 fits
         -> hidden = {512, 512} needs 953 MiB at batch 8; up to batch 16 fits
         -> pool = 6 needs 1.53 GiB at batch 8; up to batch 9 fits
         -> engine = ONEDNN needs 693 MiB""",
        message);
  }

  @Test
  void budgetMayNameTheEngine() {
    textbookFullWidth(4096, 4096).budget(CARD.withEngine(Budget.Engine.ONEDNN)).plan();

    assertEquals(
        """
        [Vgg/OverBudget] Training at batch 80 needs 1.82 GiB, but the budget is 1.6GiB. \
        Use batch = 66, hidden = {2048, 2048} or pool = 4.
            features.0, conv 1 -> 64 at 224x224  981 MiB
            classifier.0, dense 25088 -> 4096    393 MiB
            features.2, max pool 2x2             307 MiB
            classifier.3, dense 4096 -> 4096      65 MiB
         -> batch = 66 needs 1.60 GiB
         -> hidden = {2048, 2048} needs 1.59 GiB at batch 80; up to batch 81 fits
         -> pool = 4 needs 1.57 GiB at batch 80; up to batch 82 fits""",
        refusal(
            textbookFullWidth(4096, 4096)
                .budget(CARD.withEngine(Budget.Engine.ONEDNN).withBatch(80))));
  }

  /** The table of docs/memory.md. */
  @ParameterizedTest
  @CsvSource({
    "4096, SGD, 1.73 GiB, 2.33 GiB, 6, 18, 38",
    "4096, MOMENTUM, 2.21 GiB, 2.81 GiB, 0, 11, 31",
    "4096, ADAM, 2.69 GiB, 3.29 GiB, 0, 5, 25",
    "512, SGD, 953 MiB, 1.54 GiB, 16, 28, 48",
    "512, MOMENTUM, 1.02 GiB, 1.62 GiB, 15, 27, 47",
    "512, ADAM, 1.10 GiB, 1.70 GiB, 14, 26, 46"
  })
  void cardOfFourGigabytesIsEnoughWhereTheNetworkHasItAlone(
      int hidden,
      Budget.Optimizer optimizer,
      String atEight,
      String atSixteen,
      int inSmall,
      int inMiddle,
      int inWhole) {
    NetworkPlan plan = textbookFullWidth(hidden, hidden).plan();
    MemoryModel memory = MemoryModel.training(plan, optimizer.slots());

    assertEquals(atEight, MemoryModel.text(memory.bytes(8)));
    assertEquals(atSixteen, MemoryModel.text(memory.bytes(16)));
    assertEquals(inSmall, memory.largestBatch((8L << 30) / 5));
    assertEquals(inMiddle, memory.largestBatch(5L << 29));
    assertEquals(inWhole, memory.largestBatch(4L << 30));
  }

  @Test
  void flattenedMapThatCostsMostIsPooled() {
    Architecture.Builder unpooled =
        Architecture.builder().input(3, 56, 56).block(1, 64).block(1, 128).hidden(64).classes(10);

    assertEquals(
        """
        [Vgg/OverBudget] The network has 1,681,994 parameters, but the budget is 0.5M. \
        Use pool = 7.
         -> pool = 7 gives 477,770 parameters""",
        changes(unpooled.budget(BudgetSpec.atBatch(1).withParameters("0.5M"))));
    assertEquals(
        """
        [Vgg/OverBudget] Training at batch 1 needs 35 MiB, but the budget is 20 MiB. \
        Use pool = 7.
         -> pool = 7 needs 16 MiB at batch 1; up to batch 1 fits""",
        changes(unpooled.budget(BudgetSpec.atBatch(1).withTrainingMemory("20 MiB"))));
  }

  @Test
  void whereNoSingleChangeIsEnoughTwoAreNamed() {
    Architecture.Builder full = textbookFullWidth(4096, 4096);

    assertEquals(
        """
        [Vgg/OverBudget] Training at batch 16 needs 2.33 GiB, but the budget is 600MiB. \
        Use batch = 4 with hidden = {256, 256} or widthDivisor = 8.
         -> batch = 4 with hidden = {256, 256} needs 593 MiB
         -> widthDivisor = 8 needs 600 MiB at batch 16; up to batch 16 fits""",
        changes(full.budget(CARD.withTrainingMemory("600MiB"))));
    assertEquals(
        """
        [Vgg/OverBudget] The network has 128,806,154 parameters, but the budget is 10M. \
        Use hidden = {64, 64} with pool = 4.
         -> hidden = {64, 64} with pool = 4 gives 9,748,490 parameters""",
        changes(full.budget(BudgetSpec.atBatch(1).withParameters("10M"))));
    assertEquals(
        """
        [Vgg/OverBudget] The network has 128,806,154 parameters, but the budget is 4M. \
        Use widthDivisor = 2 with hidden = {128, 128}.
         -> widthDivisor = 2 with hidden = {128, 128} gives 3,929,226 parameters""",
        changes(full.budget(BudgetSpec.atBatch(1).withParameters("4M"))));
    assertEquals(
        """
        [Vgg/OverBudget] Training at batch 16 needs 2.33 GiB, but the budget is 80MiB. \
        Use batch = 2 with widthDivisor = 4 and hidden = {256, 256}.
         -> batch = 2 with widthDivisor = 4 and hidden = {256, 256} needs 80 MiB""",
        changes(full.budget(CARD.withTrainingMemory("80MiB"))));
  }

  @Test
  void changesThatOneLineCannotHoldStandBelow() {
    String lines =
        changes(
            textbookFullWidth(4096, 4096, 4096, 4096, 4096, 4096)
                .budget(BudgetSpec.atBatch(1).withMacs("0.004G")));

    assertEquals(
        """
        [Vgg/OverBudget] The network has 7,614,341,120 MACs for one image, but the budget is \
        0.004G. What fits stands below.
         -> widthDivisor = 64 with hidden = {512, 512, 512, 512, 512, 512} gives 3,774,464 MACs""",
        lines);
  }

  @Test
  void adviceFits() {
    textbookFullWidth(512, 512).budget(CARD).plan();
  }

  @Test
  void parametersAndMultiplyAccumulatesAreLimitedToo() {
    BudgetSpec spec = BudgetSpec.atBatch(1).withParameters("20M").withMacs("2G");

    String message =
        assertThrows(
                OverBudgetException.class, () -> textbookFullWidth(4096, 4096).budget(spec).plan())
            .getMessage();

    assertEquals(
        """
        [Vgg/OverBudget] The network has 128,806,154 parameters, but the budget is 20M. \
        Use hidden = {256, 256}.
            classifier.0, dense 25088 -> 4096      102,764,544
            classifier.3, dense 4096 -> 4096        16,781,312
            features.13, conv 512 -> 512 at 28x28    2,359,808
            features.16, conv 512 -> 512 at 14x14    2,359,808
         -> hidden = {256, 256} gives 15,710,474 parameters
        [Vgg/OverBudget] The network has 7,547,232,256 MACs for one image, but the budget is 2G. \
        Use widthDivisor = 2.
            features.8, conv 256 -> 256 at 56x56   1,849,688,064
            features.13, conv 512 -> 512 at 28x28  1,849,688,064
            features.3, conv 64 -> 128 at 112x112    924,844,032
            features.6, conv 128 -> 256 at 56x56     924,844,032
         -> widthDivisor = 2 gives 1,932,337,152 MACs""",
        message);
  }

  @Test
  void whereNothingSmallerFitsTheBudgetItselfIsNamed() {
    BudgetSpec spec = BudgetSpec.atBatch(1).withParameters("1K");

    String message =
        assertThrows(OverBudgetException.class, () -> textbookFullWidth().budget(spec).plan())
            .getMessage();

    assertEquals(
        "[Vgg/OverBudget] The network has 9,470,218 parameters, but the budget is 1K."
            + " Use parameters = \"9470218\".",
        message.lines().findFirst().orElseThrow());
  }

  private static String refusal(Architecture.Builder network) {
    return assertThrows(OverBudgetException.class, network::plan).getMessage();
  }

  /** The first line, and the changes that fit. */
  private static String changes(Architecture.Builder network) {
    return refusal(network)
        .lines()
        .filter(line -> !line.startsWith("    "))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "10M, 10000000",
    "2G, 2000000000",
    "1.5K, 1500",
    "'7 T', 7000000000000",
    "123, 123",
    "0.1, 0",
    "999999999999999999T, 9223372036854775807"
  })
  void countsHaveUnitsOfAThousand(String text, long value) {
    assertEquals(value, Amount.count(text).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "4GiB, 4294967296",
    "1.5 KiB, 1536",
    "512MB, 512000000",
    "1TiB, 1099511627776",
    "2GB, 2000000000",
    "3MiB, 3145728"
  })
  void sizesHaveUnitsOfAThousandOrOf1024(String text, long value) {
    assertEquals(value, Amount.size(text).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10m", "M", "-1M", "1e6", "ten", " 10M", "10MB", ".5M", "1.M", "1,000", "\u0661M"})
  void otherCountsAreRefused(String text) {
    assertEquals(
        List.of("BadBudget"),
        BudgetSpec.atBatch(1).withMacs(text).checkNotation().stream()
            .map(BudgetProblem::code)
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4G", "4", "4gib", "GiB", "-4GiB", "4  GiB", "4 GiB ", "\n"})
  void otherSizesAreRefused(String text) {
    assertEquals(
        List.of("BadBudget"),
        BudgetSpec.atBatch(1).withTrainingMemory(text).checkNotation().stream()
            .map(BudgetProblem::code)
            .toList());
  }

  @Test
  void messageShowsWhatIsWrongWithTheNotation() {
    List<String> messages =
        BudgetSpec.atBatch(0)
            .withTrainingMemory("4 Gigs")
            .withParameters("many")
            .checkNotation()
            .stream()
            .map(BudgetProblem::message)
            .toList();

    assertEquals(
        List.of(
            "Budget parameters must be a number, which K, M, G or T may follow, but is \"many\"."
                + " Use \"10M\", say.",
            "Budget trainingMemory must be a number with KiB, MiB, GiB, KB, MB or GB, but is \"4"
                + " Gigs\". Use \"4GiB\", say.",
            "Budget batch must be at least 1, but is 0. Use 32, say."),
        messages);
  }
}
