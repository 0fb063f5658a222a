namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>A call into the component. Two calls are never the same, however alike.</summary>
internal sealed class RunningCall(string method, long started)
{
    public string Method => method;

    /// <summary>A timestamp of the worker's <see cref="TimeProvider"/>.</summary>
    public long Started => started;
}
