-- Nobody ever asked for it.
DROP TABLE registrations;
