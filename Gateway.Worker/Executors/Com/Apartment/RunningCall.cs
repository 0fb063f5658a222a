namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>One call into the component. Calls are compared by identity: two calls of the same method differ.</summary>
internal sealed class RunningCall(string method, long started)
{
    public string Method => method;

    /// <summary>Start of the call, as a timestamp of the worker's <see cref="TimeProvider"/>.</summary>
    public long Started => started;
}
