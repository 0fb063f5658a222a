using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Tests.Executors.Simulation.Alarms;

public sealed class ShelveCommandTests
{
    [Theory]
    [InlineData("""Duration=2; Reason="Maintenance";""", 2, "Maintenance")]
    [InlineData("""duration = 0.5 ; reason = "a; b" """, 0.5, "a; b")]
    [InlineData("Duration=8", 8, "")]
    [InlineData("Duration=8760;", 8760, "")]
    [InlineData("""Reason="none";""", 0, "none")]
    [InlineData("", 0, "")]
    public void Duration_and_reason_are_read(string text, double hours, string reason) =>
        Assert.Equal(new ShelveCommand(TimeSpan.FromHours(hours), reason), ShelveCommand.Parse(text));

    [Theory]
    [InlineData("two hours")]
    [InlineData("Duration=-1;")]
    [InlineData("Duration=8761;")]
    [InlineData("Duration=1e9;")]
    [InlineData("Duration=1; Reason=without quotes;")]
    [InlineData("""Reason="first"; Duration=1;""")]
    public void Anything_else_is_no_command(string text) => Assert.Null(ShelveCommand.Parse(text));

    [Fact]
    public void A_text_that_is_too_long_is_no_command() =>
        Assert.Null(ShelveCommand.Parse($"""Duration=1; Reason="{new string('x', ShelveCommand.MaxText)}";"""));
}
