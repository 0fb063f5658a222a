using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// The writes of one request: what each waits for, and its outcome once it is decided. It does no I/O and is used by one thread at a time.
/// A write waits for the first value of its item, because MXAccess refuses it before, and then for its completion.
/// </summary>
internal sealed class WriteLedger(IReadOnlyList<ValueToWrite> writes)
{
    private readonly WriteResult?[] _results = new WriteResult?[writes.Count];
    private readonly Dictionary<int, int> _indexes = [];
    private readonly HashSet<int> _ready = [];
    private readonly HashSet<int> _sent = [];

    public bool AreDecided => Array.TrueForAll(_results, result => result is not null);

    /// <summary>The results; whatever is not decided becomes unknown, or refused if it was not sent.</summary>
    public WriteReport ReportOf(GatewayException ending)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            _results[i] ??= _sent.Contains(i)
                ? ResultOf(i, WriteOutcome.Unknown, ending.Code == GatewayErrorCode.CommandTimedOut ? ending.Code : GatewayErrorCode.OutcomeUnknown, $"{ending.Message} It was sent and may take effect: read the item.")
                : ResultOf(i, WriteOutcome.Refused, ending.Code == GatewayErrorCode.CommandTimedOut ? GatewayErrorCode.WorkerUnavailable : ending.Code, $"{ending.Message} It was not sent, because the item had no value yet.");
        }

        return new WriteReport { Results = _results! };
    }

    /// <summary>The items were added and advised.</summary>
    public void Subscribed(IReadOnlyList<MxItemResult> results)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            if (ResultFault.Of(results[i]) is { } fault)
            {
                _results[i] = Refused(i, fault);
            }
            else
            {
                _indexes[results[i].ItemHandle ?? 0] = i;
            }
        }
    }

    /// <summary>An event of an item of the registration.</summary>
    public void Accept(MxEvent one)
    {
        if (!_indexes.TryGetValue(one.ItemHandle, out var index) || _results[index] is not null)
        {
            return;
        }

        if (one.Family == EventFamily.OnWriteComplete)
        {
            Complete(index, one);
        }
        else if (!_sent.Contains(index))
        {
            Ready(index, one.Statuses);
        }
    }

    /// <summary>The writes that can be sent now.</summary>
    public IReadOnlyList<MxWrite> TakeReady()
    {
        var ready = _indexes.Where(known => _ready.Contains(known.Value))
            .Select(known => new MxWrite { ItemHandle = known.Key, Value = writes[known.Value].Value, UserId = 0 }).ToArray();
        _ready.Clear();
        return ready;
    }

    /// <summary>Writes are being sent: from here on each may take effect.</summary>
    public void Sending(IReadOnlyList<MxWrite> sent) => _sent.UnionWith(sent.Select(write => _indexes[write.ItemHandle]));

    /// <summary>The worker has answered.</summary>
    public void Sent(IReadOnlyList<MxWrite> sent, IReadOnlyList<MxItemResult> results)
    {
        foreach (var (write, result) in sent.Zip(results))
        {
            if (ResultFault.Of(result) is { } fault)
            {
                NotSent(write, fault);
            }
        }
    }

    /// <summary>A write was not sent after all.</summary>
    public void NotSent(MxWrite write, GatewayException fault) => _results[_indexes[write.ItemHandle]] ??= Refused(_indexes[write.ItemHandle], fault);

    private void Ready(int index, IReadOnlyList<MxStatus> statuses)
    {
        if (StatusFault.Of(statuses) is { } fault)
        {
            _results[index] = Refused(index, fault) with { Statuses = statuses };
        }
        else
        {
            _ready.Add(index);
        }
    }

    private void Complete(int index, MxEvent completion)
    {
        if (StatusFault.IsPending(completion.Statuses))
        {
            return;
        }

        _results[index] = StatusFault.Of(completion.Statuses) is { } fault
            ? Refused(index, fault) with { Statuses = completion.Statuses, WorkerTime = completion.WorkerTime }
            : new WriteResult { Item = writes[index].Item, Outcome = WriteOutcome.Written, WorkerTime = completion.WorkerTime };
    }

    private WriteResult Refused(int index, GatewayException fault) => ResultOf(index, WriteOutcome.Refused, fault.Code, fault.Message);

    private WriteResult ResultOf(int index, WriteOutcome outcome, GatewayErrorCode code, string message) =>
        new() { Item = writes[index].Item, Outcome = outcome, Reason = code, Message = message };
}
