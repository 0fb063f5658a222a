namespace Gateway.Protocol;

/// <summary>Version and bounds of the worker pipe.</summary>
public static class ProtocolLimits
{
    public const int Version = 1;

    /// <summary>Length (4 bytes, little endian, of the body) and type (1 byte).</summary>
    public const int HeaderBytes = 5;

    /// <summary>Greatest body before both sides have proved who they are.</summary>
    public const int MaxHandshakeBody = 4 * 1024;

    /// <summary>Greatest body afterwards: enough for a bulk command or a row with a large array.</summary>
    public const int MaxBody = 16 * 1024 * 1024;

    /// <summary>How much the worker puts into one events frame unless a single row is larger.</summary>
    public const int EventsBodyTarget = 64 * 1024;

    /// <summary>Prefix of an events body: first sequence (8 bytes) and count (4 bytes), little endian.</summary>
    public const int EventsPrefixBytes = 12;

    /// <summary>Size of the prefix of a <c>latest</c> body: the number of rows (4 bytes), little endian.</summary>
    public const int LatestPrefixBytes = 4;

    public const int ChallengeBytes = 32;

    public const int NonceBytes = 32;
}
