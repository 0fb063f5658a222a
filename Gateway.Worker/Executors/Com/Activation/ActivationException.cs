namespace Gateway.Worker.Executors.Com.Activation;

/// <summary>The component could not be created. The message says what is missing and what to do.</summary>
public sealed class ActivationException : Exception
{
    public ActivationException(int hresult, string message)
        : base(message) => HResult = hresult;

    public ActivationException()
    {
    }

    public ActivationException(string message)
        : base(message)
    {
    }

    public ActivationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
