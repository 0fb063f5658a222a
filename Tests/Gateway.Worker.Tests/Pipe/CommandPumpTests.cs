using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Worker.Pipe;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Pipe;

[Trait("Size", "Long")]
public sealed class CommandPumpTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeExecutor _executor = new();
    private readonly Channel<ReplyFrame> _replies = Channel.CreateBounded<ReplyFrame>(100);
    private readonly CommandPump _pump;

    public CommandPumpTests() =>
        _pump = new CommandPump(_executor, () => SampleCommands.Worker, reply => _replies.Writer.TryWrite(reply), _clock, NullLogger.Instance);

    [Fact]
    public async Task The_answer_carries_the_commands_id()
    {
        _pump.Run(Command(7));
        var reply = await NextAsync();
        Assert.Equal((7, MxMethod.Ping), (reply.CorrelationId, reply.Reply!.Method));
    }

    [Fact]
    public async Task A_traced_command_is_answered_with_when_it_ran_and_how_long()
    {
        var answer = new TaskCompletionSource<MxReply>();
        _executor.OnCommand = (_, _) => answer.Task;
        var began = _clock.GetUtcNow().UtcDateTime;
        _pump.Run(Command(7) with { TraceParent = SampleFrames.TracedCommand.TraceParent });
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        answer.SetResult(new MxReply { Method = MxMethod.Ping });
        Assert.Equal(new CommandExecution { StartedAt = began, DurationUs = 3_000 }, (await NextAsync()).Execution);
    }

    [Fact]
    public async Task A_traced_command_that_is_refused_says_how_long_too()
    {
        _executor.OnCommand = (_, _) => throw new GatewayException(GatewayErrorCode.Unsupported, "no");
        _pump.Run(Command(7) with { TraceParent = SampleFrames.TracedCommand.TraceParent });
        Assert.Equal(0, (await NextAsync()).Execution!.DurationUs);
    }

    [Fact]
    public async Task A_command_that_nobody_traces_is_answered_as_ever()
    {
        _pump.Run(Command(7));
        Assert.Null((await NextAsync()).Execution);
    }

    [Fact]
    public async Task Questions_about_the_worker_need_no_executor()
    {
        _executor.OnCommand = (_, _) => throw new InvalidOperationException("not to be asked");
        _pump.Run(Command(1) with { Command = new MxCommand { Method = MxMethod.GetWorkerInfo } });
        Assert.Equal(4711, (await NextAsync()).Reply!.Worker!.ProcessId);
    }

    [Fact]
    public async Task Commands_reach_the_executor_in_their_order()
    {
        var order = new List<int?>();
        _executor.OnCommand = (command, _) =>
        {
            order.Add(command.ItemHandle);
            return Task.FromResult(new MxReply { Method = command.Method });
        };
        for (var i = 0; i < 50; i++)
        {
            _pump.Run(Command(i) with { Command = new MxCommand { Method = MxMethod.Ping, ItemHandle = i } });
            await NextAsync();
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (int?)i), order);
    }

    [Fact]
    public async Task At_its_deadline_a_command_is_answered_with_a_time_out()
    {
        _executor.OnCommand = WaitForEverAsync;
        _pump.Run(Command(1));
        _clock.Advance(TimeSpan.FromMilliseconds(1_000));
        Assert.Equal(nameof(GatewayErrorCode.CommandTimedOut), (await NextAsync()).ErrorCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task Any_deadline_is_taken(int deadline)
    {
        _pump.Run(Command(1) with { DeadlineMs = deadline });
        Assert.NotNull((await NextAsync()).Reply);
    }

    [Fact]
    public async Task A_cancelled_command_is_answered_and_one_that_is_not_there_is_no_matter()
    {
        _executor.OnCommand = WaitForEverAsync;
        _pump.Cancel(99);
        _pump.Run(Command(1));
        _pump.Cancel(1);
        Assert.NotNull((await NextAsync()).ErrorCode);
        _pump.Cancel(1);
    }

    [Fact]
    public async Task Cancelling_while_the_answer_comes_never_fails() => await Fuzz.RunAsync(quick: 300, soak: 20_000, async random =>
    {
        var answer = new TaskCompletionSource<MxReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _executor.OnCommand = (_, cancellationToken) => answer.Task.WaitAsync(cancellationToken);
        _pump.Run(Command(1));
        using var answered = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var cancelling = Task.Run(() =>
        {
            begun.SetResult();
            while (!answered.IsCancellationRequested)
            {
                _pump.Cancel(1);
            }
        });
        await begun.Task;
        answer.TrySetResult(new MxReply { Method = MxMethod.Ping });
        await NextAsync();
        await answered.CancelAsync();
        await cancelling;
        while (true)
        {
            try
            {
                _executor.OnCommand = (command, _) => Task.FromResult(new MxReply { Method = command.Method });
                _pump.Run(Command(1));
                await NextAsync();
                return;
            }
            catch (ProtocolException)
            {
                await Task.Yield();
            }
        }
    });

    [Fact]
    public async Task An_executor_that_throws_in_the_call_is_answered_like_one_that_fails_later()
    {
        _executor.OnCommand = (_, _) => throw new GatewayException(GatewayErrorCode.InvalidArgument, "serverHandle is missing.");
        _pump.Run(Command(1));
        var refused = await NextAsync();
        Assert.Equal((nameof(GatewayErrorCode.InvalidArgument), "serverHandle is missing."), (refused.ErrorCode, refused.ErrorMessage));

        _executor.OnCommand = (_, _) => throw new InvalidOperationException("secret detail");
        _pump.Run(Command(2));
        var failed = await NextAsync();
        Assert.Equal(nameof(GatewayErrorCode.Internal), failed.ErrorCode);
        Assert.DoesNotContain("secret", failed.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_is_running_is_a_protocol_error()
    {
        _executor.OnCommand = WaitForEverAsync;
        _pump.Run(Command(1));
        Assert.Throws<ProtocolException>(() => _pump.Run(Command(1)));
    }

    [Fact]
    public async Task When_the_connection_is_gone_all_are_cancelled()
    {
        _executor.OnCommand = WaitForEverAsync;
        _pump.Run(Command(1));
        _pump.Run(Command(2));
        _pump.CancelAll();
        await NextAsync();
        await NextAsync();
    }

    public ValueTask DisposeAsync() => _executor.DisposeAsync();

    private static async Task<MxReply> WaitForEverAsync(MxCommand command, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return new MxReply { Method = command.Method };
    }

    private static CommandFrame Command(long id) => new() { CorrelationId = id, DeadlineMs = 1_000, Command = new MxCommand { Method = MxMethod.Ping } };

    private Task<ReplyFrame> NextAsync() => _replies.Reader.ReadAsync().WithTimeout("an answer");
}
