using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Worker.Pipe;

namespace Gateway.Worker.Tests.Pipe;

[Trait("Size", "Long")]
public sealed class GatewayLinkTests : IDisposable
{
    private readonly LinkRig _rig = new();

    [Fact]
    public async Task After_the_handshake_it_is_ready_tells_its_items_and_goes_on_after_the_position()
    {
        Change(1);
        Change(2);
        var running = _rig.Run();
        await _rig.ShakeHandsAsync(resumeAfter: 1);
        Assert.Equal(FrameType.Proof, (await _rig.NextAsync())!.Value.Type);
        Assert.Equal(FrameType.Ready, (await _rig.NextAsync())!.Value.Type);
        Assert.Equal(FrameType.State, (await _rig.NextAsync())!.Value.Type);
        Assert.Equal(2, Assert.Single(EventsFrame.Parse((await _rig.NextAsync())!.Value.Body.Span)).Sequence);
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task A_listener_without_the_nonce_gets_no_proof()
    {
        var running = _rig.Run();
        await _rig.ShakeHandsAsync(nonce: new byte[32]);
        Assert.Equal(LinkEnd.Refused, await running.WithTimeout("the refusal"));
    }

    [Fact]
    public async Task A_gateway_of_another_version_is_refused()
    {
        var running = _rig.Run();
        await _rig.ShakeHandsAsync(version: ProtocolLimits.Version + 1);
        Assert.Equal(LinkEnd.Refused, await running.WithTimeout("the refusal"));
    }

    [Fact]
    public async Task Commands_are_answered()
    {
        _ = _rig.Run();
        await _rig.ShakeHandsAsync();
        await _rig.SendAsync(FrameType.Command, new CommandFrame { CorrelationId = 5, DeadlineMs = 1_000, Command = new MxCommand { Method = MxMethod.Ping } });
        Assert.Equal(5, (await _rig.NextAsync<ReplyFrame>(FrameType.Reply)).CorrelationId);
    }

    [Fact]
    public async Task A_command_that_was_in_flight_is_not_answered_over_the_next_connection()
    {
        var answer = new TaskCompletionSource<MxReply>();
        _rig.Executor.OnCommand = (command, _) => command.Method == MxMethod.Advise ? answer.Task : Task.FromResult(new MxReply { Method = command.Method });
        var running = _rig.Run();
        await _rig.ShakeHandsAsync();
        await _rig.NextAsync<StateFrame>(FrameType.State);
        await _rig.SendAsync(FrameType.Command, new CommandFrame { CorrelationId = 1, DeadlineMs = 60_000, Command = new MxCommand { Method = MxMethod.Advise } });
        await _rig.SendAsync(FrameType.Command, new CommandFrame { CorrelationId = 2, DeadlineMs = 60_000, Command = new MxCommand { Method = MxMethod.Ping } });
        Assert.Equal(2, (await _rig.NextAsync<ReplyFrame>(FrameType.Reply)).CorrelationId);
        _rig.HangUp();
        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the end"));

        _rig.Connect();
        _ = _rig.Run();
        await _rig.ShakeHandsAsync();
        // The next gateway counts from 1 too.
        await _rig.SendAsync(FrameType.Command, new CommandFrame { CorrelationId = 1, DeadlineMs = 60_000, Command = new MxCommand { Method = MxMethod.Ping } });
        answer.SetResult(new MxReply { Method = MxMethod.Advise });
        Assert.Equal(MxMethod.Ping, (await _rig.NextAsync<ReplyFrame>(FrameType.Reply)).Reply!.Method);
        await _rig.SendAsync(FrameType.Command, new CommandFrame { CorrelationId = 3, DeadlineMs = 60_000, Command = new MxCommand { Method = MxMethod.Ping } });
        Assert.Equal(3, (await _rig.NextAsync<ReplyFrame>(FrameType.Reply)).CorrelationId);
    }

    [Fact]
    public async Task A_shutdown_ends_it_as_such()
    {
        var running = _rig.Run();
        await _rig.ShakeHandsAsync();
        await _rig.SendAsync(FrameType.Shutdown, new ShutdownFrame { Reason = "test" });
        Assert.Equal(LinkEnd.Shutdown, await running.WithTimeout("the end"));
    }

    [Fact]
    public async Task A_gateway_that_hangs_up_is_lost()
    {
        var running = _rig.Run();
        await _rig.ShakeHandsAsync();
        await _rig.NextAsync<ReadyFrame>(FrameType.Ready);
        _rig.HangUp();
        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the end"));
    }

    [Fact]
    public async Task A_spare_worker_waits_in_its_first_handshake_only()
    {
        using var rig = new LinkRig(isSpare: true);
        var running = rig.Run();
        rig.Clock.Advance(TimeSpan.FromHours(10));
        await rig.ShakeHandsAsync();
        await rig.NextAsync<ReadyFrame>(FrameType.Ready);
        rig.HangUp();
        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the end of the first connection"));

        rig.Connect();
        running = rig.Run();
        await rig.NextAsync<HelloFrame>(FrameType.Hello);
        rig.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(LinkEnd.Refused, await running.WithTimeout("the end of the second handshake"));
    }

    [Fact]
    public async Task A_spare_worker_whose_gateway_ends_waits_no_longer()
    {
        using var rig = new LinkRig(isSpare: true);
        var running = rig.Run();
        await rig.NextAsync<HelloFrame>(FrameType.Hello);
        rig.HangUp();
        Assert.Equal(LinkEnd.Refused, await running.WithTimeout("the end of the connection"));
    }

    [Fact]
    public async Task A_silent_gateway_is_given_up_after_the_grace_time()
    {
        var running = _rig.Run();
        await _rig.ShakeHandsAsync();
        await _rig.NextAsync<StateFrame>(FrameType.State);
        for (var i = 0; i < 5; i++)
        {
            _rig.Clock.Advance(TimeSpan.FromSeconds(1));
            var (beat, worker) = (await _rig.NextAsync<HeartbeatFrame>(FrameType.Heartbeat), SampleCommands.Worker);
            Assert.Equal((worker.RingEvents, worker.RingBytes, worker.WorkingSetBytes), (beat.RingEvents, beat.RingBytes, beat.WorkingSetBytes));
            Assert.False(running.IsCompleted);
        }

        _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the watchdog"));
    }

    [Theory]
    [InlineData(FrameType.Heartbeat)]
    [InlineData(FrameType.Acknowledge)]
    public async Task A_heartbeat_of_the_gateway_is_answered_at_once(FrameType beat)
    {
        _ = _rig.Run();
        await _rig.ShakeHandsAsync();
        await _rig.NextAsync<StateFrame>(FrameType.State);
        for (var i = 0; i < 3; i++)
        {
            await _rig.SendRawAsync(SampleFrames.Of(beat));
            await _rig.NextAsync<HeartbeatFrame>(FrameType.Heartbeat);
        }
    }

    [Fact]
    public async Task A_silent_gateway_that_does_not_read_either_is_given_up_all_the_same()
    {
        var running = _rig.Run();
        await _rig.ShakeHandsAsync();
        await _rig.NextAsync<StateFrame>(FrameType.State);
        for (var i = 0; i < 500; i++)
        {
            Change(1);
        }

        for (var i = 0; i < 7; i++)
        {
            _rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(LinkEnd.Lost, await running.WithTimeout("the watchdog"));
    }

    [Fact]
    public Task Any_bytes_in_the_handshake_are_refused_or_lost() => Fuzz.RunAsync(quick: 2_000, soak: 100_000, async random =>
    {
        using var rig = new LinkRig();
        var running = rig.Run();
        await rig.SendRawAsync(random.Next(2) == 0
            ? Fuzz.Bytes(random, random.Next(1, 200))
            : Fuzz.Mutate(random, [.. SampleFrames.Of(FrameType.Challenge), .. SampleFrames.Of(FrameType.Adopt)]));
        rig.HangUp();
        Assert.Equal(LinkEnd.Refused, await running);
    });

    [Fact]
    public Task Any_frames_after_the_handshake_end_it_or_are_taken() => Fuzz.RunAsync(quick: 2_000, soak: 100_000, async random =>
    {
        using var rig = new LinkRig();
        var running = rig.Run();
        await rig.ShakeHandsAsync();
        FrameType[] usual = [FrameType.Command, FrameType.Cancel, FrameType.Heartbeat, FrameType.Acknowledge, FrameType.Shutdown];
        var frames = random.GetItems(random.Next(4) == 0 ? Enum.GetValues<FrameType>() : usual, random.Next(1, 5)).SelectMany(SampleFrames.Of).ToArray();
        await rig.SendRawAsync(random.Next(10) == 0 ? frames : Fuzz.Mutate(random, frames));
        rig.HangUp();
        Assert.Contains(await running, (LinkEnd[])[LinkEnd.Lost, LinkEnd.Shutdown]);
    });

    public void Dispose() => _rig.Dispose();

    private void Change(int item) => _rig.Recorder.OnDataChange(new DataChange(1, item, MxValue.FromString(new string('x', 100)), 192, null));
}
