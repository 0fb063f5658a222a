using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Commands;

public sealed class CommandDispatcherTests
{
    private static readonly MxCommand Ping = new() { Method = MxMethod.Ping };

    private readonly FakeTimeProvider _clock = new();
    private readonly FakeChannel _worker = new();
    private readonly CommandDispatcher _dispatcher;

    public CommandDispatcherTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _dispatcher = new CommandDispatcher(new CommandOptions { MaxPendingPerSession = 2, DefaultTimeoutMs = 1_000, MaxTimeoutMs = 5_000 }, new CommandMetrics(meters), OccurrenceRing.None, _clock);
    }

    [Fact]
    public async Task An_answer_goes_to_the_command_it_answers()
    {
        var first = DispatchAsync();
        var second = DispatchAsync();
        var firstFrame = await _worker.NextAsync<CommandFrame>();
        var secondFrame = await _worker.NextAsync<CommandFrame>();
        _dispatcher.OnReply(Reply(secondFrame, 2));
        _dispatcher.OnReply(Reply(firstFrame, 1));
        Assert.Equal(1, (await first.WithTimeout("the first answer")).ReturnValue);
        Assert.Equal(2, (await second.WithTimeout("the second answer")).ReturnValue);
        Assert.Equal(0, _dispatcher.Pending);
    }

    [Fact]
    public async Task A_commands_trace_reaches_the_worker_when_it_is_recorded()
    {
        using var passed = new Activity("command").Start();
        using var recorded = new Activity("command").Start();
        recorded.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        foreach (var span in new[] { recorded, passed, null })
        {
            var running = _dispatcher.DispatchAsync(Ping, _worker, span, CancellationToken.None);
            var frame = await _worker.NextAsync<CommandFrame>();
            _dispatcher.OnReply(Reply(frame, 1));
            await running.WithTimeout("the answer");
            Assert.Equal(span == recorded ? recorded.Id : null, frame.TraceParent);
        }
    }

    [Theory]
    [InlineData(null, 1_000)]
    [InlineData(200, 200)]
    [InlineData(5_000, 5_000)]
    [InlineData(1, 1)]
    public async Task A_command_ends_at_its_deadline_as_a_failure_and_is_cancelled_at_the_worker(int? asked, int granted)
    {
        var running = DispatchAsync(Ping with { TimeoutMs = asked });
        var frame = await _worker.NextAsync<CommandFrame>();
        Assert.Equal(granted, frame.DeadlineMs);
        _clock.Advance(TimeSpan.FromMilliseconds(granted) - TimeSpan.FromTicks(1));
        Assert.False(running.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        await AssertFailsAsync(running, GatewayErrorCode.CommandTimedOut);
        Assert.Equal(frame.CorrelationId, (await _worker.NextAsync<CancelFrame>()).CorrelationId);
    }

    [Theory]
    [InlineData(5_001)]
    [InlineData(0)]
    [InlineData(int.MinValue)]
    public async Task A_deadline_beyond_the_bounds_is_refused_and_the_bounds_named(int asked)
    {
        var refused = await Assert.ThrowsAsync<GatewayException>(() => DispatchAsync(Ping with { TimeoutMs = asked }).WithTimeout("the refusal"));
        Assert.Equal(GatewayErrorCode.InvalidArgument, refused.Code);
        Assert.Contains("'timeoutMs' must be between 1 and 5000", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, _dispatcher.Pending);
    }

    [Fact]
    public async Task An_element_that_is_null_is_named()
    {
        var refused = await Assert.ThrowsAsync<GatewayException>(() => DispatchAsync(Ping with { ItemDefinitions = ["A", null!] }).WithTimeout("the refusal"));
        Assert.Contains("'itemDefinitions[1]' is null", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_answer_is_dropped()
    {
        var running = DispatchAsync();
        var frame = await _worker.NextAsync<CommandFrame>();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AssertFailsAsync(running, GatewayErrorCode.CommandTimedOut);
        _dispatcher.OnReply(Reply(frame, 1));
        _dispatcher.OnReply(Reply(frame, 1));
        Assert.Equal(0, _dispatcher.Pending);
    }

    [Fact]
    public async Task The_deadline_holds_although_the_worker_does_not_read()
    {
        _worker.Stuck = true;
        var running = DispatchAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AssertFailsAsync(running, GatewayErrorCode.CommandTimedOut);
    }

    [Fact]
    public async Task A_caller_that_gives_up_cancels_the_command()
    {
        using var giveUp = new CancellationTokenSource();
        var running = _dispatcher.DispatchAsync(Ping, _worker, null, giveUp.Token);
        var frame = await _worker.NextAsync<CommandFrame>();
        await giveUp.CancelAsync();
        await AssertFailsAsync(running, GatewayErrorCode.CommandCanceled);
        Assert.Equal(frame.CorrelationId, (await _worker.NextAsync<CancelFrame>()).CorrelationId);
    }

    [Fact]
    public async Task Commands_beyond_the_cap_are_refused_at_once_and_the_place_comes_back()
    {
        var first = DispatchAsync();
        var second = DispatchAsync();
        await AssertFailsAsync(DispatchAsync(), GatewayErrorCode.TooManyPendingCommands);
        _dispatcher.OnReply(Reply(await _worker.NextAsync<CommandFrame>(), 1));
        await first.WithTimeout("the first answer");
        var third = DispatchAsync();
        Assert.Equal(2, _dispatcher.Pending);
        Assert.False(second.IsCompleted);
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task When_the_worker_is_lost_nothing_is_claimed_about_the_commands_in_flight()
    {
        var running = DispatchAsync();
        await _worker.NextAsync<CommandFrame>();
        _dispatcher.FailAll("The worker closed the pipe.");
        await AssertFailsAsync(running, GatewayErrorCode.OutcomeUnknown);
        Assert.Equal(0, _dispatcher.Pending);
    }

    [Fact]
    public async Task A_pipe_that_breaks_while_sending_leaves_the_outcome_unknown()
    {
        _worker.Broken = true;
        await AssertFailsAsync(DispatchAsync(), GatewayErrorCode.OutcomeUnknown);
    }

    [Theory]
    [InlineData("InvalidArgument", GatewayErrorCode.InvalidArgument)]
    [InlineData("CommandTimedOut", GatewayErrorCode.CommandTimedOut)]
    [InlineData("NoSuchCode", GatewayErrorCode.Internal)]
    [InlineData("9999", GatewayErrorCode.Internal)]
    [InlineData(null, GatewayErrorCode.Internal)]
    public async Task A_refusal_of_the_worker_keeps_its_code_when_there_is_such_a_one(string? code, GatewayErrorCode expected)
    {
        var running = DispatchAsync();
        var frame = await _worker.NextAsync<CommandFrame>();
        _dispatcher.OnReply(new ReplyFrame { CorrelationId = frame.CorrelationId, ErrorCode = code, ErrorMessage = "no" });
        await AssertFailsAsync(running, expected);
    }

    public static TheoryData<MxCommand> Holes => new()
    {
        Ping with { ItemDefinitions = [null!] },
        Ping with { Writes = [null!] },
        Ping with { ItemDefinitions = ["a", null!, "b"] },
    };

    [Theory]
    [MemberData(nameof(Holes))]
    public async Task A_list_with_a_hole_is_refused_before_it_reaches_the_worker(MxCommand command) =>
        await AssertFailsAsync(DispatchAsync(command), GatewayErrorCode.InvalidArgument);

    private static ReplyFrame Reply(CommandFrame frame, int value) =>
        new() { CorrelationId = frame.CorrelationId, Reply = new MxReply { Method = MxMethod.Ping, ReturnValue = value } };

    private static async Task AssertFailsAsync(Task running, GatewayErrorCode code)
    {
        var error = await Assert.ThrowsAsync<GatewayException>(() => running).WithTimeout($"the end with {code}");
        Assert.Equal(code, error.Code);
    }

    private Task<MxReply> DispatchAsync(MxCommand? command = null) => _dispatcher.DispatchAsync(command ?? Ping, _worker, null, CancellationToken.None);
}
