using System.Diagnostics.CodeAnalysis;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>One time that the events of a session are read, from the first reader until they are dropped.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source has neither a timer nor a wait handle, so there is nothing to dispose.")]
internal sealed class ReplicaRun
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _pending;

    public ReplicaRun() => Stopped = _stop.Token;

    public CancellationToken Stopped { get; }

    /// <summary>Completes when everything is there that the log had at the beginning.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Completes when the log has told the end of the session.</summary>
    public Task Final => _final.Task;

    /// <summary>Takes what is read; null when reading begins. Used by the reading task.</summary>
    public SubjectFeed? Feed { get; set; }

    /// <summary>Number of the next message; 0 for the oldest. Used by the reading task.</summary>
    public ulong Next { get; set; }

    /// <summary>Whether reading may begin with the oldest event that history can keep. Used by the reading task.</summary>
    public bool MaySkip { get; private set; } = true;

    /// <summary>Whether it did. Used by the reading task.</summary>
    public bool HasSkipped { get; private set; }

    /// <summary>The state that was told last. Used by the reading task.</summary>
    public LoggedState? Told { get; set; }

    /// <summary>Whether the owner was asked for what the log lacks over the present connection. Used by the reading task.</summary>
    public bool HasAsked { get; set; }

    public ulong Pending
    {
        get => Volatile.Read(ref _pending);
        set => Volatile.Write(ref _pending, value);
    }

    public void SkipTo(ulong next) => (Next, HasSkipped) = (next, true);

    /// <summary>Begins anew, with the oldest message of the log.</summary>
    public void ReadAll() => (Feed, Next, MaySkip, HasSkipped) = (null, 0, false, false);

    public void MarkLoaded() => _loaded.TrySetResult();

    public void MarkFinal() => _final.TrySetResult();

    /// <summary>Does not wait. Nothing is taken from the log any more.</summary>
    public void Stop() => _ = _stop.CancelAsync();
}
