namespace Gateway.Client;

/// <summary>What was lost or made anew: <see cref="LiveGapNotice"/> or <see cref="LiveSessionNotice"/>.</summary>
public abstract record LiveNotice
{
    private protected LiveNotice()
    {
    }
}
