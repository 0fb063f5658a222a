using Gateway.Errors;

namespace Gateway.Shared.Tests.Errors;

public sealed class GatewayExceptionTests
{
    public static TheoryData<GatewayErrorCode> Codes => [.. Enum.GetValues<GatewayErrorCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_comes_back_from_its_wire_message(GatewayErrorCode code)
    {
        var read = GatewayException.FromWireMessage(new GatewayException(code, "It failed (badly) [really].", 250).ToWireMessage());
        Assert.Equal((code, "It failed (badly) [really].", 250), (read!.Code, read.Message, read.RetryAfterMs));
        Assert.Equal("It failed.", GatewayException.FromWireMessage(new GatewayException(code, "It failed.").ToWireMessage())!.Message);
    }

    [Fact]
    public void Text_that_signalr_puts_before_it_is_allowed()
    {
        var read = GatewayException.FromWireMessage(
            "An unexpected error occurred invoking 'Invoke' on the server. HubException: [SlowConsumer] Too slow. (retryAfterMs=100)");
        Assert.Equal((GatewayErrorCode.SlowConsumer, "Too slow.", 100), (read!.Code, read.Message, read.RetryAfterMs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no code")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[NoSuchCode] text")]
    [InlineData("[9999] text")]
    [InlineData("] [SlowConsumer")]
    public void Text_without_a_known_code_is_none(string text) => Assert.Null(GatewayException.FromWireMessage(text));

    [Theory]
    [InlineData("[Internal] x (retryAfterMs=)")]
    [InlineData("[Internal] x (retryAfterMs=-1)")]
    [InlineData("[Internal] x (retryAfterMs=99999999999)")]
    [InlineData("[Internal] x (retryAfterMs=5) y")]
    public void A_retry_hint_that_is_none_stays_text(string text)
    {
        var read = GatewayException.FromWireMessage(text);
        Assert.Null(read!.RetryAfterMs);
        Assert.Equal(text["[Internal] ".Length..], read.Message);
    }

    [Fact]
    public void Codes_are_unique_and_their_range_is_the_duty()
    {
        var codes = Enum.GetValues<GatewayErrorCode>();
        Assert.Equal(codes.Length, Enum.GetNames<GatewayErrorCode>().Length);
        Assert.Equal(codes.Length, codes.Select(code => (int)code).Distinct().Count());
        Assert.All(codes, code => Assert.InRange((int)code, 1000, 4999));
        Assert.Equal(ErrorDuty.RetryWithResume, new GatewayException(GatewayErrorCode.SlowConsumer, "").Duty);
        Assert.Equal(ErrorDuty.StartOver, new GatewayException(GatewayErrorCode.WorkerLost, "").Duty);
        Assert.Equal(ErrorDuty.GiveUp, new GatewayException(GatewayErrorCode.Forbidden, "").Duty);
        Assert.Equal(ErrorDuty.OutcomeUnknown, new GatewayException(GatewayErrorCode.CommandTimedOut, "").Duty);
    }
}
