import { testProgramOf } from './page-program';

testProgramOf('eks-clusters');
