using Gateway.Worker.Executors.Simulation;
using Gateway.Worker.Executors.Simulation.Formulas;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("10 - 4 - 3", 3)]
    [InlineData("-2 * -3", 6)]
    [InlineData("7 % 4", 3)]
    [InlineData("1 < 2 && 2 <= 2 && !(3 > 4)", 1)]
    [InlineData("0 || 5", 1)]
    [InlineData("1 == 1 && 1 != 2", 1)]
    [InlineData("if(2 > 1, 10, 20)", 10)]
    [InlineData("clamp(120, 0, 100)", 100)]
    [InlineData("min(3, max(1, 2))", 2)]
    [InlineData("round(2.5) + floor(2.9)", 5)]
    [InlineData("self + dt", 8.5)]
    [InlineData("integrate(4, 0, 9)", 9)]
    [InlineData("ramp(20, 2)", 9)]
    [InlineData("ramp(8.1, 2)", 8.1)]
    [InlineData("during(100, 60, 10)", 0)]
    [InlineData("during(20, 60, 10)", 0)]
    [InlineData("during(85, 60, 10)", 1)]
    [InlineData("t + i", 91)]
    public void A_formula_gives_its_value(string text, double expected)
    {
        var context = new FormulaContext(new SeededRandom(1)) { Self = 8, Step = 0.5, Seconds = 90, Index = 1 };
        Assert.Equal(expected, FormulaCompiler.Compile(text, new NoNames())(context), 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("1 2")]
    [InlineData("(1")]
    [InlineData("1)")]
    [InlineData("sin()")]
    [InlineData("sin(1, 2)")]
    [InlineData("nothing(1)")]
    [InlineData("Tank.PV")]
    [InlineData("$Missing")]
    [InlineData("prev(3)")]
    [InlineData("prev(")]
    [InlineData("1..2")]
    [InlineData("a # b")]
    [InlineData("\"text\"")]
    public void A_wrong_formula_is_refused(string text) =>
        Assert.Throws<FormulaException>(() => FormulaCompiler.Compile(text, new NoNames()));

    [Fact]
    public void Deep_nesting_is_refused_before_the_stack_ends() =>
        Assert.Throws<FormulaException>(() => FormulaCompiler.Compile(new string('(', 100_000), new NoNames()));

    private sealed class NoNames : IFormulaNames
    {
        public PlantAttribute? Attribute(string name) => null;

        public Formula? Parameter(string name) => null;
    }
}
