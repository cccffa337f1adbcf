"""kbo-screen: which producer groups an official letter picks, and why."""
