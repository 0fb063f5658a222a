namespace Gateway.Wire;

/// <summary>Bytes or text from outside do not have the form they must have. The message says what was expected, never the content.</summary>
public sealed class MalformedDataException : FormatException
{
    public MalformedDataException(string message)
        : base(message)
    {
    }

    public MalformedDataException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
