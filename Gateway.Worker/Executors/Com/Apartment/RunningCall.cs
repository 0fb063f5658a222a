namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>A call into the component.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Started">A timestamp of the worker's <see cref="TimeProvider"/>.</param>
internal sealed record RunningCall(string Method, long Started);
