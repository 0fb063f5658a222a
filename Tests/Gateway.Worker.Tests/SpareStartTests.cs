using System.Text;

namespace Gateway.Worker.Tests;

public sealed class SpareStartTests
{
    [Fact]
    public void A_spare_worker_gets_its_nonce_and_arguments_line_by_line_and_reads_no_further()
    {
        using var input = Of("bm9uY2U=\n--session-id\ns\n--option\nText=ä = b\n\nrest");
        var claim = SpareStart.Wait(input);
        Assert.Equal("bm9uY2U=", claim!.Nonce);
        Assert.Equal(["--session-id", "s", "--option", "Text=ä = b"], claim.Arguments);
        Assert.Equal((byte)'r', input.ReadByte());
        Assert.DoesNotContain("bm9uY2U=", claim.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("bm9uY2U=\n--session-id\ns\n")]
    public void A_gateway_that_ends_before_it_has_said_all_gives_no_session(string text)
    {
        using var input = Of(text);
        Assert.Null(SpareStart.Wait(input));
    }

    [Fact]
    public void A_claim_without_an_end_is_given_up()
    {
        using var input = Of(new string('x', 1_000_000));
        Assert.Null(SpareStart.Wait(input));
        Assert.True(input.Position < 100_000, $"{input.Position} bytes were read");
    }

    [Theory]
    [InlineData(true, "--spare")]
    [InlineData(false, "--spare", "--backend")]
    [InlineData(false)]
    public void Only_the_single_argument_makes_a_spare_worker(bool expected, params string[] arguments) =>
        Assert.Equal(expected, SpareStart.IsMeant(arguments));

    private static MemoryStream Of(string text) => new(Encoding.UTF8.GetBytes(text));
}
