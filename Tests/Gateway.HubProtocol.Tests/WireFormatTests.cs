using System.Buffers;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.HubProtocol.Tests;

/// <summary>The bytes of the examples in SignalR's own specification of the protocol.</summary>
public sealed class WireFormatTests
{
    private const string Id = "a3-78-79-7a";
    private const string Method = "a6-6d-65-74-68-6f-64";

    private static readonly MessagePackHubProtocol Protocol = GatewayMessagePack.CreateProtocol();

    public static TheoryData<string, string> Messages => new()
    {
        { "invocation", $"96-01-80-{Id}-{Method}-91-2a-90" },
        { "blocking-free invocation", $"96-01-80-c0-{Method}-91-2a-90" },
        { "stream invocation", $"96-04-80-{Id}-{Method}-91-2a-90" },
        { "stream item", $"94-02-80-{Id}-2a" },
        { "completion error", $"95-03-80-{Id}-01-a5-45-72-72-6f-72" },
        { "completion void", $"94-03-80-{Id}-02" },
        { "completion result", $"95-03-80-{Id}-03-2a" },
        { "cancel", $"93-05-80-{Id}" },
        { "ping", "91-06" },
        { "close", "93-07-c0-c2" },
        { "close with reconnect", "93-07-a3-78-79-7a-c3" },
        { "ack", "92-08-cc-80" },
        { "sequence", "92-09-cc-80" },
        { "headers", $"93-05-81-a1-78-a1-79-{Id}" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_read_and_written_as_the_specification_has_it(string kind, string payload)
    {
        var bytes = Convert.FromHexString(payload.Replace("-", "", StringComparison.Ordinal));
        var framed = Frame(bytes);
        var input = new ReadOnlySequence<byte>(framed);

        Assert.True(Protocol.TryParseMessage(ref input, new TypeBinder(typeof(int), typeof(int)), out var message), kind);
        Assert.True(input.IsEmpty);
        Assert.Equal(framed, Protocol.GetMessageBytes(message!).ToArray());
    }

    [Fact]
    public void A_close_without_the_reconnect_flag_is_understood()
    {
        var input = new ReadOnlySequence<byte>([0x03, 0x92, 0x07, 0xc0]);
        Assert.True(Protocol.TryParseMessage(ref input, new TypeBinder(typeof(int)), out var message));
        Assert.False(Assert.IsType<CloseMessage>(message).AllowReconnect);
    }

    [Fact]
    public void A_message_that_is_not_all_there_waits_at_every_byte()
    {
        var whole = Frame(Convert.FromHexString($"9601{"80"}{Id.Replace("-", "", StringComparison.Ordinal)}{Method.Replace("-", "", StringComparison.Ordinal)}912a90"));
        for (var length = 0; length < whole.Length; length++)
        {
            var input = new ReadOnlySequence<byte>(whole, 0, length);
            Assert.False(Protocol.TryParseMessage(ref input, new TypeBinder(typeof(int), typeof(int)), out _));
            Assert.Equal(length, input.Length);
        }
    }

    [Theory]
    [InlineData("missing", typeof(int))]
    [InlineData("method", typeof(string))]
    public void Wrong_arguments_cost_the_call_and_not_the_connection(string target, Type parameter)
    {
        var bytes = Protocol.GetMessageBytes(new InvocationMessage("xyz", target, [42]));
        var input = new ReadOnlySequence<byte>(bytes);

        Assert.True(Protocol.TryParseMessage(ref input, new TypeBinder(typeof(int), parameter), out var message));
        Assert.Equal("xyz", Assert.IsType<InvocationBindingFailureMessage>(message).InvocationId);
    }

    [Theory]
    [InlineData("ffffffff0f")]
    [InlineData("ffffffffff01")]
    [InlineData("0191")]
    [InlineData("029300")]
    [InlineData("03930580")]
    public void What_is_not_a_message_costs_the_connection(string hex)
    {
        var input = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        var error = Record.Exception(() => Protocol.TryParseMessage(ref input, new TypeBinder(typeof(int), typeof(int)), out _));
        Assert.True(Refusals.Is(error), $"{error}");
    }

    [Theory]
    [InlineData("02910a")]
    [InlineData("04930a0102")]
    public void A_message_of_an_unknown_type_is_passed_over(string hex)
    {
        var input = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        Assert.False(Protocol.TryParseMessage(ref input, new TypeBinder(typeof(int), typeof(int)), out _));
        Assert.True(input.IsEmpty);
    }

    private static byte[] Frame(byte[] payload) => [(byte)payload.Length, .. payload];
}
