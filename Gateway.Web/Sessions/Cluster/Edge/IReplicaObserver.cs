namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>Is told of the session whose events are read. Called by the reading task, one call at a time; must not wait.</summary>
internal interface IReplicaObserver
{
    /// <summary>Everything that the log had is there, and nobody reads yet.</summary>
    /// <param name="state">The state that the log told last; null when it told none.</param>
    void OnRestored(LoggedState? state);

    /// <summary>Readers can begin.</summary>
    void OnLoaded();

    /// <summary>The log tells another state, after the events up to now.</summary>
    void OnState(LoggedState state);
}
