using System.Buffers;
using Gateway.Contracts;
using Gateway.Testing;
using MessagePack;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.HubProtocol.Tests;

/// <summary>
/// Input by which a client could make the gateway compute, allocate or recurse more than the length of its message justifies.
/// </summary>
public sealed class HostileInputTests
{
    private const int Depth = 500_000;

    /// <summary>Much more than the size of any message here, and much less than the size that any of them claims.</summary>
    private const long MostAllocated = 4 * 1024 * 1024;

    private static readonly MessagePackHubProtocol Protocol = GatewayMessagePack.CreateProtocol();

    /// <summary>The beginning of an invocation of <c>m</c> with one argument, up to that argument.</summary>
    private static readonly byte[] Call = [0x96, 1, 0x80, 0xa1, (byte)'1', 0xa1, (byte)'m', 0x91];

    /// <summary>The beginning of a completion with a result that no call waits for.</summary>
    private static readonly byte[] Result = [0x95, 3, 0x80, 0xa1, (byte)'1', 3];

    public static TheoryData<string> Nested => ["91", "81a178", "81a576616c7565", "81a66974656d7391"];

    public static TheoryData<string> Claims => ["ddffffffff", "dfffffffff", "dbffffffff", "c6ffffffff", "c9ffffffff01", "81a6777269746573ddffffffff", "81ab6974656d48616e646c6573dd7fffffff"];

    [Theory]
    [MemberData(nameof(Nested))]
    public async Task An_argument_nested_without_end_costs_the_call_and_no_stack(string level)
    {
        var nested = Enumerable.Repeat(Convert.FromHexString(level), Depth).SelectMany(one => one);
        await OnSmallStackAsync(() => Assert.IsType<InvocationBindingFailureMessage>(Parse([.. Call, .. nested, 0xc0, 0x90], typeof(MxCommand))));
    }

    [Fact]
    public async Task A_result_that_nobody_waits_for_is_passed_over_without_recursion() => await OnSmallStackAsync(() =>
    {
        byte[] message = [.. Result, .. Enumerable.Repeat((byte)0x91, Depth), 0xc0];
        var input = new ReadOnlySequence<byte>(Frame(message));
        Assert.True(Protocol.TryParseMessage(ref input, new NoCallBinder(), out _));
    });

    [Theory]
    [MemberData(nameof(Claims))]
    public void A_size_that_is_only_claimed_is_not_allocated(string argument)
    {
        byte[] message = [.. Call, .. Convert.FromHexString(argument), 0x90];
        Parse(message, typeof(MxCommand));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var parsed = Parse(message, typeof(MxCommand));

        Assert.IsType<InvocationBindingFailureMessage>(parsed);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    [Theory]
    [InlineData("96-01-df-ff-ff-ff-ff")]
    [InlineData("96-01-80-db-ff-ff-ff-ff")]
    [InlineData("96-01-80-a1-31-a1-6d-91-c0-dd-ff-ff-ff-ff")]
    public void A_size_claimed_outside_the_arguments_costs_the_connection_and_is_not_allocated(string hex)
    {
        var message = Convert.FromHexString(hex.Replace("-", "", StringComparison.Ordinal));
        Assert.True(IsRefused(message));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(IsRefused(message));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    [Fact]
    public void Untrusted_data_is_what_the_serializer_is_told_to_expect()
    {
        var options = new Microsoft.AspNetCore.SignalR.MessagePackHubProtocolOptions();
        GatewayMessagePack.Configure(options);
        Assert.Same(MessagePackSecurity.UntrustedData, options.SerializerOptions.Security);
    }

    private static HubMessage? Parse(byte[] message, Type parameter)
    {
        var input = new ReadOnlySequence<byte>(Frame(message));
        Protocol.TryParseMessage(ref input, new TypeBinder(typeof(int), parameter), out var parsed);
        return parsed;
    }

    private static bool IsRefused(byte[] message)
    {
        try
        {
            Parse(message, typeof(MxCommand));
            return false;
        }
        catch (Exception error)
        {
            return Refusals.Is(error);
        }
    }

    // One recursion per level would end the process here.
    private static Task OnSmallStackAsync(Action test)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                test();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }, maxStackSize: 256 * 1024).Start();
        return done.Task.WithTimeout("the message to be read");
    }

    // The length may be written with more bytes than necessary, but not with more than five.
    private static byte[] Frame(byte[] payload)
    {
        var length = (uint)payload.Length;
        return [(byte)(length | 0x80), (byte)((length >> 7) | 0x80), (byte)((length >> 14) | 0x80), (byte)(length >> 21), .. payload];
    }
}
