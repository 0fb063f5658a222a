using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Worker.Executors;

/// <summary>
/// Turns commands into MXAccess calls and replies. It uses only <see cref="IMxAccess"/>, so that every executor can use it. All
/// members belong to the executor's thread, which must call <see cref="Advance"/> after callbacks were raised, and at the latest
/// when <see cref="UntilNext"/> has passed.
/// </summary>
internal sealed class MxCommandRunner
{
    private readonly IMxAccess _access;
    private readonly ItemRegister _items;
    private readonly MxCalls _calls;
    private readonly BulkCommands _bulk;
    private readonly BulkReads _reads;

    /// <param name="access">The component, which must raise its events on <paramref name="tap"/>.</param>
    /// <param name="tap">Receives the events before the sink does.</param>
    /// <param name="time">Clock of the read time-outs.</param>
    public MxCommandRunner(IMxAccess access, EventTap tap, TimeProvider time)
    {
        _access = access;
        _items = tap.Items;
        _calls = new MxCalls(access, tap.Items);
        _bulk = new BulkCommands(_calls, tap.Items);
        _reads = new BulkReads(access, tap, time);
    }

    /// <summary>Time until <see cref="Advance"/> must be called even if no callback was raised; null means never.</summary>
    public TimeSpan? UntilNext => _reads.UntilDeadline;

    /// <summary>Finishes reads whose value has arrived or whose time is over.</summary>
    public void Advance() => _reads.Advance();

    /// <summary>Runs one command. Only a ReadBulk may still be running when this returns.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> or <c>Unsupported</c>: nothing was run.</exception>
    public Task<MxReply> RunAsync(MxCommand command) => command.Method == MxMethod.ReadBulk
        ? _reads.BeginAsync(command)
        : Task.FromResult(command.Method < MxMethod.AddItemBulk ? RunSingle(command) : RunOther(command));

    /// <summary>Unadvises, removes and unregisters everything that is left, in the order that the component requires.</summary>
    public void Teardown()
    {
        _reads.AbandonAll();
        foreach (var server in _items.Servers())
        {
            foreach (var item in _items.ItemsOf(server))
            {
                if (_items.IsAdvised(server, item))
                {
                    _calls.UnAdvise(server, item);
                }

                _calls.RemoveItem(server, item);
            }

            _calls.Unregister(server);
        }
    }

    private MxReply RunSingle(MxCommand command) => command.Method switch
    {
        MxMethod.Register => Returning(command, _calls.Register(command.NeedClientName(), out var server), server),
        MxMethod.Unregister => Unregister(command),
        MxMethod.AddItem or MxMethod.AddItem2 or MxMethod.AddBufferedItem => Returning(command, Add(command, out var item), item),
        MxMethod.AuthenticateUser or MxMethod.ArchestrAUserToId => Returning(command, Identify(command, out var user), user),
        MxMethod.RemoveItem => Plain(command, _calls.RemoveItem(command.NeedServerHandle(), command.NeedItemHandle())),
        MxMethod.Advise => Plain(command, Advise(command, AdviseKind.Plain)),
        MxMethod.AdviseSupervisory => Plain(command, Advise(command, AdviseKind.Supervisory)),
        MxMethod.UnAdvise => Plain(command, _calls.UnAdvise(command.NeedServerHandle(), command.NeedItemHandle())),
        MxMethod.Write or MxMethod.Write2 or MxMethod.WriteSecured or MxMethod.WriteSecured2 =>
            Plain(command, _calls.Write(command.Method, command.NeedServerHandle(), WriteOf(command))),
        MxMethod.Suspend or MxMethod.Activate => SuspendOrActivate(command),
        MxMethod.SetBufferedUpdateInterval =>
            Plain(command, _access.SetBufferedUpdateInterval(command.NeedServerHandle(), command.NeedUpdateInterval())),
        _ => throw Unsupported(command),
    };

    private MxReply RunOther(MxCommand command) => command.Method switch
    {
        MxMethod.AddItemBulk => _bulk.AddItems(command),
        MxMethod.AdviseItemBulk => _bulk.Advise(command),
        MxMethod.RemoveItemBulk => _bulk.Remove(command),
        MxMethod.UnAdviseItemBulk => _bulk.UnAdvise(command),
        MxMethod.SubscribeBulk => _bulk.Subscribe(command),
        MxMethod.UnsubscribeBulk => _bulk.Unsubscribe(command),
        MxMethod.WriteBulk => _bulk.Write(command, MxMethod.Write),
        MxMethod.Write2Bulk => _bulk.Write(command, MxMethod.Write2),
        MxMethod.WriteSecuredBulk => _bulk.Write(command, MxMethod.WriteSecured),
        MxMethod.WriteSecured2Bulk => _bulk.Write(command, MxMethod.WriteSecured2),
        MxMethod.GetSessionState => new MxReply { Method = command.Method, Session = _items.Snapshot() },
        MxMethod.Ping => new MxReply { Method = command.Method },
        _ => throw Unsupported(command),
    };

    private MxReply Unregister(MxCommand command)
    {
        var server = command.NeedServerHandle();
        _reads.Abandon(server);
        return Plain(command, _calls.Unregister(server));
    }

    private int Add(MxCommand command, out int item)
    {
        var server = command.NeedServerHandle();
        var definition = command.NeedItemDefinition();
        return command.Method switch
        {
            MxMethod.AddItem => _calls.AddItem(server, definition, out item),
            MxMethod.AddItem2 => _calls.AddItem2(server, definition, command.NeedItemContext(), out item),
            _ => _calls.AddBufferedItem(server, definition, command.NeedItemContext(), out item),
        };
    }

    private int Advise(MxCommand command, AdviseKind kind) =>
        _calls.Advise(command.NeedServerHandle(), command.NeedItemHandle(), kind);

    private int Identify(MxCommand command, out int user) => command.Method == MxMethod.AuthenticateUser
        ? _access.AuthenticateUser(command.NeedServerHandle(), command.NeedUserName(), command.NeedPassword(), out user)
        : _access.ArchestrAUserToId(command.NeedServerHandle(), command.NeedUserGuid(), out user);

    private MxReply SuspendOrActivate(MxCommand command)
    {
        var server = command.NeedServerHandle();
        var item = command.NeedItemHandle();
        var hresult = command.Method == MxMethod.Suspend
            ? _calls.Suspend(server, item, out var status)
            : _calls.Activate(server, item, out status);
        return Plain(command, hresult) with { Status = status };
    }

    private static MxWrite WriteOf(MxCommand command)
    {
        var secured = command.Method is MxMethod.WriteSecured or MxMethod.WriteSecured2;
        return new MxWrite
        {
            ItemHandle = command.NeedItemHandle(),
            Value = command.NeedValue(),
            Timestamp = command.Method is MxMethod.Write2 or MxMethod.WriteSecured2 ? command.NeedTimestamp() : null,
            UserId = secured ? command.NeedUserId() : command.UserId,
            VerifierUserId = secured ? command.NeedVerifierUserId() : null,
        };
    }

    private MxReply Plain(MxCommand command, int hresult) =>
        new() { Method = command.Method, Hresult = hresult, Diagnostic = _access.Describe(hresult) };

    private MxReply Returning(MxCommand command, int hresult, int value) =>
        Plain(command, hresult) with { ReturnValue = Hresults.Failed(hresult) ? null : value };

    private static GatewayException Unsupported(MxCommand command) =>
        new(GatewayErrorCode.Unsupported, $"The executor does not support {command.Method}.");
}
