namespace Gateway.Worker.Executors.Com.Interfaces;

/// <summary>The ids of the component and of the COM interfaces that the executor uses.</summary>
internal static class ComIds
{
    /// <summary>Class id of LMXProxyServer.</summary>
    public static readonly Guid LmxProxyServer = new("C30B52F5-2CB5-4760-AF0A-3A344A7EB5DC");

    /// <summary>ILMXProxyServer to ILMXProxyServer5. Each one derives from the one before.</summary>
    public static readonly Guid[] Versions =
    [
        new("CCE67FB7-EAFD-4367-9212-617043BF126D"),
        new("020A8A87-69C5-497F-A893-B629E669FBFF"),
        new("57D006B6-F25E-4654-A81E-BCBAFD60FE59"),
        new("9DC0D5C1-9371-4E84-86F8-7091D316A66C"),
        new("ECEFF506-A752-46E3-9E31-0A8E257C9926"),
    ];

    /// <summary>_ILMXProxyServerEvents: data changes and completions.</summary>
    public static readonly Guid Events = new("848299B6-DD61-4A0D-A304-3947A564B89C");

    /// <summary>_ILMXProxyServerEvents2: buffered data changes.</summary>
    public static readonly Guid BufferedEvents = new("C70A6FC4-09EF-4F31-8874-A049FEE87A95");

    public static readonly Guid Unknown = new("00000000-0000-0000-C000-000000000046");
    public static readonly Guid Dispatch = new("00020400-0000-0000-C000-000000000046");
    public static readonly Guid ConnectionPointContainer = new("B196B284-BAB4-101A-B69C-00AA00341D07");
}
