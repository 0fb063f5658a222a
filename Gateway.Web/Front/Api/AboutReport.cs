namespace Gateway.Web.Front.Api;

/// <summary>What runs.</summary>
internal sealed record AboutReport
{
    /// <summary>Version of the gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>Version of the contract that clients see.</summary>
    public required string Contract { get; init; }

    /// <summary>Version of the worker program; null when it cannot be read.</summary>
    public string? Worker { get; init; }

    /// <summary>Version of the protocol between gateway and worker.</summary>
    public required int WorkerProtocol { get; init; }

    /// <summary>The runtime, such as <c>.NET 10.0.0</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public required string System { get; init; }

    public required string Architecture { get; init; }

    /// <summary>The packages that the gateway is made of, by name.</summary>
    public required IReadOnlyList<UsedPackage> Packages { get; init; }
}
