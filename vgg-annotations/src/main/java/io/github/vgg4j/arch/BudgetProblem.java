package io.github.vgg4j.arch;

import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a budget, or with a network under it. */
public sealed interface BudgetProblem {

  /** The member of the budget. */
  Where where();

  /** One line: the fact with its value, then the fix with a number. */
  String headline();

  /** The parts that take most, then the changes that fit, one line for each. */
  default List<String> trace() {
    return List.of();
  }

  /** Stable name of this kind of problem. */
  default String code() {
    return getClass().getSimpleName();
  }

  /** The headline, and the trace on lines of its own. */
  default String message() {
    return trace().stream()
        .map(line -> "\n" + line)
        .collect(Collectors.joining("", headline(), ""));
  }

  /**
   * A member of the budget cannot be read.
   *
   * @param value as the user wrote it, in quotes where it is a text
   * @param wanted as a sentence goes on with it: {@code a size such as "4GiB"}
   * @param example a value that would do
   */
  record BadBudget(Where where, String value, String wanted, String example)
      implements BudgetProblem {
    @Override
    public String headline() {
      return where + " must be " + wanted + ", but is " + value + ". Use " + example + ", say.";
    }
  }

  /**
   * The network costs more than a limit.
   *
   * @param fact what it costs, as a sentence begins with it
   * @param limit as the user wrote it
   * @param changes each of which brings it under the limit, those first that change it least
   * @param enough a limit that would do, as the user would write it
   */
  record OverBudget(
      Where where,
      String fact,
      String limit,
      List<BudgetChange> changes,
      String enough,
      List<String> trace)
      implements BudgetProblem {
    /** So much of an editor's line is left beside the code. */
    private static final int LONGEST = 140 - "[Vgg/OverBudget] ".length();

    public OverBudget {
      changes = List.copyOf(changes);
      trace = List.copyOf(trace);
    }

    /** Names as many changes as one line holds; the trace has all of them. */
    @Override
    public String headline() {
      String over = fact + ", but the budget is " + limit + ". ";
      if (changes.isEmpty()) {
        return over + "Use " + where.member() + " = \"" + enough + "\".";
      }
      List<String> texts = changes.stream().map(BudgetChange::text).toList();
      for (int named = texts.size(); named > 0; named--) {
        String line = over + "Use " + either(texts.subList(0, named)) + ".";
        if (line.length() <= LONGEST) {
          return line;
        }
      }
      return over + "What fits stands below.";
    }

    private static String either(List<String> texts) {
      int last = texts.size() - 1;
      return last == 0
          ? texts.get(0)
          : String.join(", ", texts.subList(0, last)) + " or " + texts.get(last);
    }
  }
}
