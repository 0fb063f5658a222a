using Gateway.Contracts;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.Worker.Tests.Executors;

/// <summary>Short forms of the commands, and waits with a limit for their effects.</summary>
public sealed class ExecutorDriver(IExecutorFixture fixture)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>A step of the COM executor takes 20 ms of real time: 90 s, the patience of all tests.</summary>
    private const int MaxSteps = 4_500;

    public Task<MxReply> RunAsync(MxCommand command) =>
        fixture.Executor.ExecuteAsync(command, CancellationToken.None).WithTimeout($"the reply to {command.Method}");

    public async Task<int> RegisterAsync()
    {
        var reply = await RunAsync(new MxCommand { Method = MxMethod.Register, ClientName = "Tests" });
        Assert.Equal(0, reply.Hresult);
        return reply.ReturnValue!.Value;
    }

    public async Task<int> AddAsync(int server, string reference)
    {
        var reply = await RunAsync(new MxCommand { Method = MxMethod.AddItem, ServerHandle = server, ItemDefinition = reference });
        Assert.Equal(0, reply.Hresult);
        return reply.ReturnValue!.Value;
    }

    public Task<MxReply> ItemAsync(MxMethod method, int server, int item) =>
        RunAsync(new MxCommand { Method = method, ServerHandle = server, ItemHandle = item });

    /// <summary>Adds and advises an item, without waiting for the first callback.</summary>
    public async Task<int> AdviseAsync(int server, string reference, MxMethod method = MxMethod.Advise)
    {
        var item = await AddAsync(server, reference);
        Assert.Equal(0, (await ItemAsync(method, server, item)).Hresult);
        return item;
    }

    /// <summary>Adds and advises an item and waits for the first callback.</summary>
    public async Task<int> AdviseAndWaitAsync(int server, string reference, MxMethod method = MxMethod.Advise)
    {
        var item = await AdviseAsync(server, reference, method);
        await UntilAsync(() => fixture.Sink.Of(item).Count > 0, $"the first callback of {reference}");
        return item;
    }

    public Task<MxReply> WriteAsync(int server, int item, MxValue value) =>
        RunAsync(new MxCommand { Method = MxMethod.Write, ServerHandle = server, ItemHandle = item, Value = value, UserId = 0 });

    public Task<MxReply> WriteSecuredAsync(int server, int item, MxValue value, int user, int verifier) => RunAsync(new MxCommand
    {
        Method = MxMethod.WriteSecured,
        ServerHandle = server,
        ItemHandle = item,
        Value = value,
        UserId = user,
        VerifierUserId = verifier,
    });

    /// <summary>Waits for the next completion of a write on the item; earlier ones do not count.</summary>
    public async Task<RecordedEvent> CompletionAsync(int item, int before = 0)
    {
        await UntilAsync(() => fixture.Sink.Of(item, EventFamily.OnWriteComplete).Count > before, "the completion of the write");
        return fixture.Sink.Of(item, EventFamily.OnWriteComplete)[before];
    }

    public async Task<int> AuthenticateAsync(int server, int user)
    {
        var reply = await RunAsync(new MxCommand
        {
            Method = MxMethod.AuthenticateUser,
            ServerHandle = server,
            UserName = fixture.Users[user].Name,
            Password = fixture.Users[user].Password,
        });
        Assert.Equal(0, reply.Hresult);
        return reply.ReturnValue!.Value;
    }

    public async Task UntilAsync(Func<bool> condition, string awaited)
    {
        for (var step = 0; !condition(); step++)
        {
            Assert.True(step < MaxSteps, $"Waited in vain for {awaited}. {fixture.Sink.Fault}");
            await fixture.PassTimeAsync(Step);
        }
    }

    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            await fixture.PassTimeAsync(Step);
        }
    }
}
